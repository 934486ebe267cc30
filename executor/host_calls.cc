#include "executor/host_calls.h"

#include <pthread.h>

#include "executor/local_device.h"

namespace partita {

HostCalls::~HostCalls() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    work_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void HostCalls::add(const std::string& name, HostFunction function) {
  std::lock_guard lock(mutex_);
  functions_[name] = std::move(function);
}

StatusOr<HostFunction> HostCalls::find(const std::string& name) const {
  std::lock_guard lock(mutex_);
  const auto found = functions_.find(name);
  if (found != functions_.end()) return found->second;
  std::string known;
  for (const auto& [other, function] : functions_) strAppend(&known, known.empty() ? "" : ", ", other);
  return notFound("the program calls the host function \"", name, "\", which nobody has registered",
                  known.empty() ? "" : strCat("; there are ", known));
}

void HostCalls::post(std::function<void()> body) {
  std::lock_guard lock(mutex_);
  posted_.push_back(std::move(body));
  if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
  work_.notify_one();
}

void HostCalls::loop() {
  pthread_setname_np(pthread_self(), "partita-host");
  LocalDevice::neverBlockThisThread();
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return stopping_ || !posted_.empty(); });
    if (posted_.empty()) return;
    std::function<void()> body = std::move(posted_.front());
    posted_.pop_front();
    lock.unlock();
    body();
    body = nullptr;
    lock.lock();
  }
}

}  // namespace partita
