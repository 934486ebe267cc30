// Compiling, loading and running.
#include "api/handles.h"
#include "codegen/target.h"

namespace partita {

StatusOr<CompileOptions> compileOptionsFromC(const partita_compile_options* options) {
  partita_compile_options given = {};
  if (options != nullptr) {
    ASSIGN_OR_RETURN(given, takeArgs(options, "options"));
  }
  if (given.threads < 0) return invalidArgument("options->threads is ", given.threads);
  CompileOptions out;
  out.target = hostTarget();
  out.compileThreads = given.threads > 0 ? given.threads : availableCores();
  out.strict = given.strict != 0;
  out.cacheDirectory = textOr(given.cache_directory, "");
  if (given.cache_limit > 0)
    out.cacheLimitBytes = static_cast<int64_t>(std::min<uint64_t>(given.cache_limit, INT64_MAX));
  if (const std::string database(textOr(given.schedule_database, "")); !database.empty()) {
    ASSIGN_OR_RETURN(out.schedules.database, ScheduleRecords::load(database));
  }
  return out;
}

}  // namespace partita

using namespace partita;

namespace {

partita_value_info valueInfo(const char* name, const TensorType& type, int64_t donatedTo) {
  partita_value_info out = {};
  out.name = name;
  out.type = typeToC(type);
  out.donated_to = donatedTo;
  return out;
}

}  // namespace

partita_status* partita_compile(const partita_client* client, const partita_plan* plan,
                                const partita_compile_options* options, partita_executable** executable) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    *executable = nullptr;
    ASSIGN_OR_RETURN(const std::shared_ptr<Client> devices, openedClient(client));
    RETURN_IF_ERROR(checkGiven(plan, "plan"));
    ExecutableOptions own;
    ASSIGN_OR_RETURN(own.compile, compileOptionsFromC(options));
    ASSIGN_OR_RETURN(std::shared_ptr<Executable> made,
                     Executable::make(devices, meshPlan(*plan->graph, plan->result), own));
    return giveHandle(executable, std::move(made));
  });
}

void partita_executable_destroy(partita_executable* executable) { delete executable; }

partita_status* partita_executable_serialize(const partita_executable* executable, partita_bytes** bytes) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(bytes, "bytes"));
    *bytes = nullptr;
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    return giveHandle(bytes, executable->executable->serialize());
  });
}

partita_status* partita_executable_load(const partita_client* client, const void* data, size_t size,
                                        partita_executable** executable) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    *executable = nullptr;
    ASSIGN_OR_RETURN(const std::shared_ptr<Client> devices, openedClient(client));
    RETURN_IF_ERROR(checkGiven(data, "data"));
    ASSIGN_OR_RETURN(std::shared_ptr<Executable> made,
                     Executable::load(devices, std::string_view(static_cast<const char*>(data), size)));
    return giveHandle(executable, std::move(made));
  });
}

size_t partita_executable_argument_count(const partita_executable* executable) {
  return executable == nullptr ? 0 : executable->executable->argumentCount();
}
size_t partita_executable_result_count(const partita_executable* executable) {
  return executable == nullptr ? 0 : executable->executable->resultCount();
}

partita_status* partita_executable_argument(const partita_executable* executable, size_t index,
                                            partita_value_info* info) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    const Executable& own = *executable->executable;
    if (index >= own.argumentCount())
      return invalidArgument("there is no argument ", index, ": the program takes ", own.argumentCount());
    return giveOut(valueInfo(own.argumentName(index).c_str(), own.argument(index)->type, own.donatedTo(index)), info,
                   "info");
  });
}

partita_status* partita_executable_result(const partita_executable* executable, size_t index,
                                          partita_value_info* info) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    const Executable& own = *executable->executable;
    if (index >= own.resultCount())
      return invalidArgument("there is no result ", index, ": the program gives ", own.resultCount());
    return giveOut(valueInfo("", own.result(index)->type, -1), info, "info");
  });
}

partita_status* partita_execute(const partita_executable* executable, const partita_execute_args* args) {
  return guarded([&]() -> Status {
    ASSIGN_OR_RETURN(const partita_execute_args given, takeArgs(args, "args"));
    if (given.done != nullptr) *given.done = nullptr;
    if (given.results != nullptr) std::fill_n(given.results, given.result_count, nullptr);
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    Executable& own = *executable->executable;
    if (given.result_count != own.resultCount())
      return invalidArgument("args->result_count is ", given.result_count, ", but the program gives ",
                             own.resultCount(), " results");
    if (given.result_count > 0) RETURN_IF_ERROR(checkGiven(given.results, "args->results"));
    if (given.argument_count > 0) RETURN_IF_ERROR(checkGiven(given.arguments, "args->arguments"));
    if (given.keep_count > 0) RETURN_IF_ERROR(checkGiven(given.keep, "args->keep"));
    std::vector<Buffer> arguments;
    arguments.reserve(given.argument_count);
    for (size_t i = 0; i < given.argument_count; ++i) {
      RETURN_IF_ERROR(checkGiven(given.arguments[i], strCat("args->arguments[", i, "]")));
      arguments.push_back(given.arguments[i]->buffer);
    }
    ExecuteOptions options;
    options.keep.assign(given.keep, given.keep + given.keep_count);
    options.strictDonation = given.strict_donation != 0;
    // What the results go into is made before the run, which cannot be taken back.
    std::vector<std::unique_ptr<partita_buffer>> results(given.result_count);
    for (auto& result : results) result = std::make_unique<partita_buffer>();
    auto done = std::make_unique<partita_event>();
    done->client = own.client();
    ASSIGN_OR_RETURN(ExecuteResult run, own.execute(arguments, options));
    if (given.done != nullptr) done->events = run.ends();
    for (size_t i = 0; i < results.size(); ++i) {
      results[i]->buffer = std::move(run.buffers[i]);
      given.results[i] = results[i].release();
    }
    if (given.done != nullptr) *given.done = done.release();
    return absl::OkStatus();
  });
}
