// partita.hpp: partita.h for C++17 and later, header only: handles that destroy themselves, spans, results. What a
// function does, its errors, lifetimes and threads are said in partita.h, at the function of the same name.
//
//   partita::Client client = partita::Client::create({/*devices=*/2}).value();
//   partita::Program program = partita::Program::load("step.mlir").value();
//   partita::PlanOptions options;
//   options.mesh = "data=2";
//   partita::Plan plan = partita::Plan::create(client, program, options).value();
//   partita::Executable step = partita::Executable::compile(client, plan).value();
//   std::vector<partita::Buffer> results = step.execute({&x, &y}).value();
//
// Objects are movable handles; one that was default-constructed or moved from is empty, and calls on it are
// InvalidArgument.
#ifndef PARTITA_PARTITA_HPP_
#define PARTITA_PARTITA_HPP_

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "partita/partita.h"

namespace partita {

// A view of elements in a row that somebody else owns; also of anything with data() and size().
template <typename T>
class Span {
 public:
  Span() = default;
  Span(T* data, std::size_t size) : data_(data), size_(size) {}
  template <typename Container,
            typename = std::enable_if_t<std::is_convertible_v<decltype(std::declval<Container&>().data()), T*>>>
  Span(Container&& container) : data_(container.data()), size_(container.size()) {}
  T* data() const { return data_; }
  std::size_t size() const { return size_; }
  T* begin() const { return data_; }
  T* end() const { return data_ + size_; }
  T& operator[](std::size_t i) const { return data_[i]; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

// How a call ended: OK, or a code and what is wrong.
class Status {
 public:
  Status() = default;
  Status(partita_code code, std::string message) : code_(code), message_(std::move(message)) {}
  // Takes over what a function of partita.h gave.
  static Status take(partita_status* status) {
    Status out = copy(status);
    partita_status_destroy(status);
    return out;
  }
  static Status copy(const partita_status* status) {
    if (status == nullptr) return Status();
    return Status(static_cast<partita_code>(partita_status_code(status)), partita_status_message(status));
  }
  bool ok() const { return code_ == PARTITA_OK; }
  partita_code code() const { return code_; }
  const std::string& message() const { return message_; }
  // Throws Error unless OK.
  inline void check() const;

 private:
  partita_code code_ = PARTITA_OK;
  std::string message_;
};

// What check() and value() throw: nothing else here throws but the standard library.
class Error : public std::exception {
 public:
  explicit Error(Status status) : status_(std::move(status)) {}
  const Status& status() const { return status_; }
  const char* what() const noexcept override { return status_.message().c_str(); }

 private:
  Status status_;
};

inline void Status::check() const {
  if (!ok()) throw Error(*this);
}

// A T, or why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Status error) : status_(std::move(error)) {}
  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }
  // Throws Error where there is none.
  T& value() & {
    status_.check();
    return *value_;
  }
  T value() && {
    status_.check();
    return std::move(*value_);
  }
  // Only where ok().
  T& operator*() { return *value_; }
  T* operator->() { return &*value_; }

 private:
  Status status_;
  std::optional<T> value_;
};

namespace detail {

template <auto Destroy>
struct Deleter {
  template <typename T>
  void operator()(T* handle) const {
    Destroy(handle);
  }
};
template <typename T, auto Destroy>
using Handle = std::unique_ptr<T, Deleter<Destroy>>;

using Bytes = Handle<partita_bytes, partita_bytes_destroy>;

// Zero, with its size.
template <typename T>
T sized() {
  T out{};
  out.size = sizeof(T);
  return out;
}

inline std::string stringOf(const partita_bytes* bytes) {
  return std::string(partita_bytes_data(bytes), partita_bytes_size(bytes));
}

}  // namespace detail

// An array's elements and shape.
struct Type {
  partita_element element = PARTITA_F32;
  std::vector<std::int64_t> dims;

  Type() = default;
  Type(partita_element of, std::vector<std::int64_t> shape) : element(of), dims(std::move(shape)) {}
  explicit Type(const partita_type& type)
      : element(static_cast<partita_element>(type.element)), dims(type.dims, type.dims + type.rank) {}
  // Valid as long as this is.
  partita_type c() const { return {element, static_cast<std::int32_t>(dims.size()), dims.data()}; }
  std::size_t bytes() const {
    std::size_t out = partita_element_bytes(element);
    for (const std::int64_t dim : dims) out *= static_cast<std::size_t>(dim);
    return out;
  }
  friend bool operator==(const Type& a, const Type& b) { return a.element == b.element && a.dims == b.dims; }
  friend bool operator!=(const Type& a, const Type& b) { return !(a == b); }
};

// An argument or a result.
struct Value {
  std::string name;
  Type type;
  std::int64_t donatedTo = -1;
};

struct ClientOptions {
  std::int32_t devices = 1;
  std::int32_t threads = 0;
  std::uint64_t memoryLimit = 0;
  bool mpi = false;
  std::int32_t deadline = 0;  // seconds
  // A cluster file, or what such a file holds, in which case the first is its name: `devices` is then what it says.
  std::string clusterFile = {}, clusterText = {};
  bool planOnly = false;
};

class Client {
 public:
  Client() = default;
  static Result<Client> create(const ClientOptions& options = {}) {
    auto own = detail::sized<partita_client_options>();
    const bool hasCluster = !options.clusterFile.empty() || !options.clusterText.empty();
    own.devices = hasCluster ? 0 : options.devices;
    own.threads = options.threads;
    own.memory_limit = options.memoryLimit;
    own.mpi = options.mpi ? 1 : 0;
    own.deadline = options.deadline;
    own.cluster_file = options.clusterFile.c_str();
    own.cluster_text = options.clusterText.empty() ? nullptr : options.clusterText.c_str();
    own.plan_only = options.planOnly ? 1 : 0;
    partita_client* out = nullptr;
    if (Status status = Status::take(partita_client_create(&own, &out)); !status.ok()) return status;
    return Client(out);
  }
  std::int64_t deviceCount() const { return partita_client_device_count(c()); }
  std::int32_t processIndex() const { return partita_client_process_index(c()); }
  std::int32_t processCount() const { return partita_client_process_count(c()); }
  Result<partita_device_info> device(std::int64_t index) const {
    auto out = detail::sized<partita_device_info>();
    if (Status status = Status::take(partita_client_device(c(), index, &out)); !status.ok()) return status;
    return out;
  }
  const partita_client* c() const { return handle_.get(); }

 private:
  explicit Client(partita_client* handle) : handle_(handle) {}
  detail::Handle<partita_client, partita_client_destroy> handle_;
};

class Program {
 public:
  Program() = default;
  static Result<Program> parse(std::string_view text, const std::string& name = "<text>") {
    partita_program* out = nullptr;
    Status status = Status::take(partita_program_parse(text.data(), text.size(), name.c_str(), &out));
    if (!status.ok()) return status;
    return Program(out);
  }
  static Result<Program> load(const std::string& path) {
    partita_program* out = nullptr;
    if (Status status = Status::take(partita_program_load(path.c_str(), &out)); !status.ok()) return status;
    return Program(out);
  }
  std::size_t argumentCount() const { return partita_program_argument_count(c()); }
  std::size_t resultCount() const { return partita_program_result_count(c()); }
  Result<Value> argument(std::size_t index) const { return value(partita_program_argument, index); }
  Result<Value> result(std::size_t index) const { return value(partita_program_result, index); }
  const partita_program* c() const { return handle_.get(); }

 private:
  explicit Program(partita_program* handle) : handle_(handle) {}
  template <typename Get>
  Result<Value> value(Get get, std::size_t index) const {
    auto info = detail::sized<partita_value_info>();
    if (Status status = Status::take(get(c(), index, &info)); !status.ok()) return status;
    return Value{info.name, Type(info.type), info.donated_to};
  }
  detail::Handle<partita_program, partita_program_destroy> handle_;
};

struct PlanOptions {
  std::string mesh;                // "data=2,model=4"
  std::vector<std::string> rules;  // "REGEX=AXES|AXES|…"
  std::string fsdpAxis;
  std::string batchAxis = "data";
};

struct PlannedCollective {
  std::string kind, axes;
  std::int64_t groupSize = 1, count = 0;
  double sentBytes = 0, seconds = 0;
};

struct PlannedClass {
  std::string name;
  std::int64_t devices = 0;
  std::uint64_t peakBytes = 0;
  double computeSeconds = 0, communicationSeconds = 0, overlapSeconds = 0, waitSeconds = 0;
};

class Plan {
 public:
  Plan() = default;
  // CLIENT may be empty: then nothing is known of the devices, and there may be any number.
  static Result<Plan> create(const Client& client, const Program& program, const PlanOptions& options = {}) {
    std::vector<const char*> rules;
    for (const std::string& rule : options.rules) rules.push_back(rule.c_str());
    auto own = detail::sized<partita_plan_options>();
    own.mesh = options.mesh.c_str();
    own.rules = rules.data();
    own.rule_count = rules.size();
    own.fsdp_axis = options.fsdpAxis.c_str();
    own.batch_axis = options.batchAxis.c_str();
    partita_plan* out = nullptr;
    Status status = Status::take(partita_plan_create(client.c(), program.c(), &own, &out));
    if (!status.ok()) return status;
    return Plan(out);
  }
  Result<partita_plan_cost> cost() const {
    auto out = detail::sized<partita_plan_cost>();
    if (Status status = Status::take(partita_plan_get_cost(c(), &out)); !status.ok()) return status;
    return out;
  }
  Result<std::vector<PlannedCollective>> collectives() const {
    std::size_t count = 0;
    if (Status status = Status::take(partita_plan_collective_count(c(), &count)); !status.ok()) return status;
    std::vector<PlannedCollective> out;
    for (std::size_t i = 0; i < count; ++i) {
      auto one = detail::sized<partita_plan_collective>();
      if (Status status = Status::take(partita_plan_get_collective(c(), i, &one)); !status.ok()) return status;
      out.push_back({one.kind, one.axes, one.group_size, one.count, one.sent_bytes, one.seconds});
    }
    return out;
  }
  Result<std::vector<PlannedClass>> classes() const {
    std::size_t count = 0;
    if (Status status = Status::take(partita_plan_class_count(c(), &count)); !status.ok()) return status;
    std::vector<PlannedClass> out;
    for (std::size_t i = 0; i < count; ++i) {
      auto one = detail::sized<partita_plan_class>();
      if (Status status = Status::take(partita_plan_get_class(c(), i, &one)); !status.ok()) return status;
      out.push_back({one.name, one.devices, one.peak_bytes, one.compute_seconds, one.communication_seconds,
                     one.overlap_seconds, one.wait_seconds});
    }
    return out;
  }
  Status checkMemory() const { return Status::take(partita_plan_check_memory(c())); }
  // A line that says what was compared.
  Result<std::string> verify() const {
    partita_bytes* out = nullptr;
    if (Status status = Status::take(partita_plan_verify(c(), nullptr, &out)); !status.ok()) return status;
    return detail::stringOf(detail::Bytes(out).get());
  }
  Result<std::string> text() const {
    partita_bytes* out = nullptr;
    if (Status status = Status::take(partita_plan_text(c(), &out)); !status.ok()) return status;
    return detail::stringOf(detail::Bytes(out).get());
  }
  Result<std::string> explain(const std::string& value) const {
    partita_bytes* out = nullptr;
    if (Status status = Status::take(partita_plan_explain(c(), value.c_str(), &out)); !status.ok()) return status;
    return detail::stringOf(detail::Bytes(out).get());
  }
  const partita_plan* c() const { return handle_.get(); }

 private:
  explicit Plan(partita_plan* handle) : handle_(handle) {}
  detail::Handle<partita_plan, partita_plan_destroy> handle_;
};

class Event {
 public:
  Event() = default;
  explicit Event(partita_event* handle) : handle_(handle) {}  // takes it over
  Status await() const { return Status::take(partita_event_await(c())); }
  bool isReady() const { return partita_event_is_ready(c()) != 0; }
  // BODY is called once, in this call or in the thread that ends the event; it must not throw.
  Status then(std::function<void(const Status&)> body) const {
    auto own = std::make_unique<std::function<void(const Status&)>>(std::move(body));
    const partita_event_callback call = [](void* user, const partita_status* status) {
      const std::unique_ptr<std::function<void(const Status&)>> taken(
          static_cast<std::function<void(const Status&)>*>(user));
      (*taken)(Status::copy(status));
    };
    Status status = Status::take(partita_event_on_ready(c(), call, own.get()));
    if (status.ok()) own.release();
    return status;
  }
  const partita_event* c() const { return handle_.get(); }

 private:
  detail::Handle<partita_event, partita_event_destroy> handle_;
};

class Executable;

class Buffer {
 public:
  // What one device holds: a box of the array.
  struct Piece {
    std::int64_t device = 0;
    std::vector<std::int64_t> begin, end;
    std::size_t bytes = 0;
  };

  Buffer() = default;
  explicit Buffer(partita_buffer* handle) : handle_(handle) {}  // takes it over
  // DATA, which has as many bytes as TYPE, is copied.
  static Result<Buffer> fromHost(const Client& client, const void* data, const Type& type, std::int64_t device = 0) {
    return make(client, data, type, device, PARTITA_COPY, nullptr);
  }
  // The buffer is DATA itself, where it is aligned to 64 bytes: RELEASE is called once, when it is not needed any more
  // or the call failed, on any thread; it must not throw. MUTABLE_MEMORY: executions may write to it when it is
  // donated.
  static Result<Buffer> wrapHost(const Client& client, void* data, const Type& type, std::int64_t device,
                                 std::function<void()> release, bool mutableMemory = false) {
    return make(client, data, type, device, mutableMemory ? PARTITA_ZERO_COPY_MUTABLE : PARTITA_ZERO_COPY,
                std::make_unique<std::function<void()>>(std::move(release)));
  }
  // The whole array, cut as argument INDEX of EXECUTABLE must lie.
  template <typename T>
  static Result<Buffer> forArgument(const Executable& executable, std::size_t index, Span<const T> data);
  Result<Buffer> toArgument(const Executable& executable, std::size_t index) const;
  // TENSOR is taken over, unless the call fails.
  static Result<Buffer> fromDlpack(const Client& client, DLManagedTensor* tensor, std::int64_t device = 0) {
    partita_buffer* out = nullptr;
    Status status = Status::take(partita_buffer_from_dlpack(client.c(), tensor, device, &out));
    if (!status.ok()) return status;
    return Buffer(out);
  }
  // The caller calls its deleter.
  Result<DLManagedTensor*> toDlpack() const {
    DLManagedTensor* out = nullptr;
    if (Status status = Status::take(partita_buffer_to_dlpack(c(), &out)); !status.ok()) return status;
    return out;
  }

  Type type() const { return Type(partita_buffer_type(c())); }
  std::size_t bytes() const { return partita_buffer_bytes(c()); }
  Status await() const { return Status::take(partita_buffer_await(c())); }
  bool isReady() const { return partita_buffer_is_ready(c()) != 0; }
  bool isGone() const { return partita_buffer_is_gone(c()) != 0; }
  void drop() { partita_buffer_drop(handle_.get()); }
  Result<Event> readyEvent() const {
    partita_event* out = nullptr;
    if (Status status = Status::take(partita_buffer_ready_event(c(), &out)); !status.ok()) return status;
    return Event(out);
  }
  // The whole array, as elements of T, which must be as large as the buffer's.
  template <typename T>
  Result<std::vector<T>> toHost() const {
    const std::size_t size = bytes();
    std::vector<T> out((size + sizeof(T) - 1) / sizeof(T));
    if (out.size() * sizeof(T) != size || partita_element_bytes(partita_buffer_type(c()).element) != sizeof(T))
      return Status(PARTITA_INVALID_ARGUMENT, "the buffer's elements have another size than those asked for");
    if (Status status = Status::take(partita_buffer_to_host(c(), out.data(), size)); !status.ok()) return status;
    return out;
  }
  std::size_t pieceCount() const { return partita_buffer_piece_count(c()); }
  Result<Piece> piece(std::size_t index) const {
    auto info = detail::sized<partita_piece>();
    if (Status status = Status::take(partita_buffer_piece(c(), index, &info)); !status.ok()) return status;
    return Piece{info.device, {info.begin, info.begin + info.rank}, {info.end, info.end + info.rank}, info.bytes};
  }
  Status pieceToHost(std::size_t index, void* data, std::size_t size) const {
    return Status::take(partita_buffer_piece_to_host(c(), index, data, size));
  }
  partita_buffer* c() const { return handle_.get(); }

 private:
  static Result<Buffer> make(const Client& client, const void* data, const Type& type, std::int64_t device,
                             partita_host_memory semantics, std::unique_ptr<std::function<void()>> release) {
    auto args = detail::sized<partita_from_host_args>();
    args.data = data;
    args.type = type.c();
    args.device = device;
    args.semantics = semantics;
    if (release != nullptr) {
      args.release = [](void* user) {
        const std::unique_ptr<std::function<void()>> own(static_cast<std::function<void()>*>(user));
        if (*own) (*own)();
      };
      args.user = release.release();
    }
    partita_buffer* out = nullptr;
    if (Status status = Status::take(partita_buffer_from_host(client.c(), &args, &out)); !status.ok()) return status;
    return Buffer(out);
  }
  detail::Handle<partita_buffer, partita_buffer_destroy> handle_;
};

struct CompileOptions {
  std::string cacheDirectory;
  std::uint64_t cacheLimit = 0;
  std::int32_t threads = 0;
  std::string scheduleDatabase;
};

struct ExecuteOptions {
  std::vector<std::size_t> keep;  // donated arguments that the caller keeps
  bool strictDonation = false;
  Event* done = nullptr;  // is set to the run's event
};

class Executable {
 public:
  Executable() = default;
  static Result<Executable> compile(const Client& client, const Plan& plan, const CompileOptions& options = {}) {
    auto own = detail::sized<partita_compile_options>();
    own.cache_directory = options.cacheDirectory.c_str();
    own.cache_limit = options.cacheLimit;
    own.threads = options.threads;
    own.schedule_database = options.scheduleDatabase.c_str();
    partita_executable* out = nullptr;
    if (Status status = Status::take(partita_compile(client.c(), plan.c(), &own, &out)); !status.ok()) return status;
    return Executable(out);
  }
  static Result<Executable> load(const Client& client, std::string_view bytes) {
    partita_executable* out = nullptr;
    Status status = Status::take(partita_executable_load(client.c(), bytes.data(), bytes.size(), &out));
    if (!status.ok()) return status;
    return Executable(out);
  }
  Result<std::string> serialize() const {
    partita_bytes* out = nullptr;
    if (Status status = Status::take(partita_executable_serialize(c(), &out)); !status.ok()) return status;
    return detail::stringOf(detail::Bytes(out).get());
  }
  std::size_t argumentCount() const { return partita_executable_argument_count(c()); }
  std::size_t resultCount() const { return partita_executable_result_count(c()); }
  Result<Value> argument(std::size_t index) const {
    auto info = detail::sized<partita_value_info>();
    if (Status status = Status::take(partita_executable_argument(c(), index, &info)); !status.ok()) return status;
    return Value{info.name, Type(info.type), info.donated_to};
  }
  Result<Type> resultType(std::size_t index) const {
    auto info = detail::sized<partita_value_info>();
    if (Status status = Status::take(partita_executable_result(c(), index, &info)); !status.ok()) return status;
    return Type(info.type);
  }
  // Handles of donated buffers are empty of memory afterwards (isGone()), but still the caller's.
  Result<std::vector<Buffer>> execute(const std::vector<const Buffer*>& arguments,
                                      const ExecuteOptions& options = {}) const {
    std::vector<const partita_buffer*> handles;
    for (const Buffer* argument : arguments) handles.push_back(argument->c());
    std::vector<partita_buffer*> made(resultCount());
    partita_event* done = nullptr;
    auto args = detail::sized<partita_execute_args>();
    args.arguments = handles.data();
    args.argument_count = handles.size();
    args.keep = options.keep.data();
    args.keep_count = options.keep.size();
    args.strict_donation = options.strictDonation ? 1 : 0;
    args.results = made.data();
    args.result_count = made.size();
    args.done = options.done == nullptr ? nullptr : &done;
    if (Status status = Status::take(partita_execute(c(), &args)); !status.ok()) return status;
    if (options.done != nullptr) *options.done = Event(done);
    std::vector<Buffer> out;
    out.reserve(made.size());
    for (partita_buffer* one : made) out.emplace_back(one);
    return out;
  }
  const partita_executable* c() const { return handle_.get(); }

 private:
  explicit Executable(partita_executable* handle) : handle_(handle) {}
  detail::Handle<partita_executable, partita_executable_destroy> handle_;
};

template <typename T>
Result<Buffer> Buffer::forArgument(const Executable& executable, std::size_t index, Span<const T> data) {
  partita_buffer* out = nullptr;
  Status status =
      Status::take(partita_buffer_for_argument(executable.c(), index, data.data(), data.size() * sizeof(T), &out));
  if (!status.ok()) return status;
  return Buffer(out);
}

inline Result<Buffer> Buffer::toArgument(const Executable& executable, std::size_t index) const {
  partita_buffer* out = nullptr;
  Status status = Status::take(partita_buffer_to_argument(c(), executable.c(), index, &out));
  if (!status.ok()) return status;
  return Buffer(out);
}

// Arrays by path, of a safetensors file or a checkpoint. Opening reads no data.
class Weights {
 public:
  Weights() = default;
  static Result<Weights> open(const std::string& path) {
    partita_weights* out = nullptr;
    if (Status status = Status::take(partita_weights_open(path.c_str(), &out)); !status.ok()) return status;
    return Weights(out);
  }
  // Writes whole arrays to a safetensors file.
  static Status save(const std::string& path, const std::vector<std::pair<std::string, const Buffer*>>& arrays) {
    const Lists lists(arrays);
    return Status::take(partita_weights_save(path.c_str(), lists.paths.data(), lists.buffers.data(), arrays.size()));
  }
  // Writes a checkpoint, each process its part, and waits until it is whole. KEEP: of the newest.
  static Status checkpoint(const Client& client, const std::string& dir, std::int64_t step,
                           const std::vector<std::pair<std::string, const Buffer*>>& arrays, std::int64_t keep = 0) {
    const Lists lists(arrays);
    auto args = detail::sized<partita_checkpoint_args>();
    args.dir = dir.c_str();
    args.step = step;
    args.paths = lists.paths.data();
    args.buffers = lists.buffers.data();
    args.count = arrays.size();
    args.keep = keep;
    return Status::take(partita_checkpoint_save(client.c(), &args));
  }

  std::size_t count() const { return partita_weights_count(handle_.get()); }
  Result<Value> get(std::size_t index) const {
    auto info = detail::sized<partita_value_info>();
    Status status = Status::take(partita_weights_get(handle_.get(), index, &info));
    if (!status.ok()) return status;
    return Value{info.name, Type(info.type), -1};
  }
  // Index of the array that a program's NAME means: "params.w" finds "state.params.w".
  Result<std::size_t> find(const std::string& name) const {
    std::size_t out = 0;
    Status status = Status::take(partita_weights_find(handle_.get(), name.c_str(), &out));
    if (!status.ok()) return status;
    return out;
  }
  // As argument ARGUMENT of EXECUTABLE must lie.
  Result<Buffer> load(std::size_t index, const Executable& executable, std::size_t argument) const {
    partita_buffer* out = nullptr;
    Status status = Status::take(partita_weights_load(handle_.get(), index, executable.c(), argument, &out));
    if (!status.ok()) return status;
    return Buffer(out);
  }

 private:
  struct Lists {
    explicit Lists(const std::vector<std::pair<std::string, const Buffer*>>& arrays) {
      for (const auto& [path, buffer] : arrays) {
        paths.push_back(path.c_str());
        buffers.push_back(buffer == nullptr ? nullptr : buffer->c());
      }
    }
    std::vector<const char*> paths;
    std::vector<const partita_buffer*> buffers;
  };
  explicit Weights(partita_weights* handle) : handle_(handle) {}
  detail::Handle<partita_weights, partita_weights_destroy> handle_;
};

}  // namespace partita

#endif  // PARTITA_PARTITA_HPP_
