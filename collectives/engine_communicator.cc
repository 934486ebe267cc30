// The engine as communicators and prepared collectives.
#include "collectives/engine.h"

namespace partita {
namespace {

class EngineCollective final : public PreparedCollective {
 public:
  EngineCollective(const std::shared_ptr<Engine>& engine, CirclePtr circle, size_t member)
      : engine_(engine), circle_(std::move(circle)), member_(member) {}
  ~EngineCollective() override {
    if (const std::shared_ptr<Engine> engine = engine_.lock()) engine->release(circle_, member_);
  }
  void enqueue(CollectiveRun run, absl::Span<const CollectiveBuffer> buffers, EventPtr after,
               std::function<void(Status)> done) override {
    const std::shared_ptr<Engine> engine = engine_.lock();
    if (!engine) return done(aborted("the communicators were destroyed"));
    engine->enqueue(circle_, member_, run, buffers, after, std::move(done));
  }

 private:
  std::weak_ptr<Engine> engine_;
  CirclePtr circle_;
  size_t member_;
};

class EngineCommunicator final : public Communicator {
 public:
  EngineCommunicator(std::shared_ptr<Engine> engine, int64_t device) : engine_(std::move(engine)), device_(device) {}
  int64_t deviceId() const override { return device_; }
  int64_t deviceCount() const override { return engine_->topology().devices(); }
  StatusOr<std::shared_ptr<PreparedCollective>> prepare(CollectiveKey key, CollectiveOp op) override {
    ASSIGN_OR_RETURN(auto place, engine_->prepare(device_, key, std::move(op)));
    return std::shared_ptr<PreparedCollective>(
        std::make_shared<EngineCollective>(engine_->shared_from_this(), std::move(place.first), place.second));
  }
  void abandon(uint64_t program, uint64_t run, const Status& cause) override {
    engine_->abandon(device_, program, run, cause);
  }
  bool progress() override { return engine_->progress(); }
  void wait(const EventPtr& event) override { engine_->wait(event); }
  void setUrgent(bool urgent) override { engine_->setUrgent(urgent); }
  void abort(const std::string& reason) override { engine_->abort(reason); }

 private:
  std::shared_ptr<Engine> engine_;
  int64_t device_;
};

}  // namespace

std::vector<std::unique_ptr<Communicator>> makeCommunicators(const std::shared_ptr<Engine>& engine,
                                                             std::function<void(Engine&)> farewell) {
  // What only communicators hold. Threads that call back hold the engine alone, for a moment.
  struct Owner {
    std::shared_ptr<Engine> engine;
    std::function<void(Engine&)> farewell;
    ~Owner() {
      if (farewell) farewell(*engine);
      engine->shutDown();
    }
  };
  auto owner = std::make_shared<Owner>();
  owner->engine = engine;
  owner->farewell = std::move(farewell);
  const std::shared_ptr<Engine> owned(std::move(owner), engine.get());
  std::vector<std::unique_ptr<Communicator>> communicators;
  const Topology& topology = engine->topology();
  auto process = static_cast<size_t>(topology.process);
  for (int64_t device = topology.firstDevice[process]; device < topology.firstDevice[process + 1]; ++device) {
    communicators.push_back(std::make_unique<EngineCommunicator>(owned, device));
  }
  return communicators;
}

}  // namespace partita
