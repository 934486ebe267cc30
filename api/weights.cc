// Weights by path, and checkpoints.
#include <set>

#include "api/handles.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/saver.h"
#include "runtime/world.h"

using namespace partita;

namespace {

struct NamedBuffers {
  std::vector<StateTensor> state;
  std::vector<Buffer> buffers;
};

// COUNT arrays by path, all there.
StatusOr<NamedBuffers> takeBuffers(const char* const* paths, const partita_buffer* const* buffers, size_t count) {
  if (count > 0) RETURN_IF_ERROR(checkGiven(paths, "paths"));
  if (count > 0) RETURN_IF_ERROR(checkGiven(buffers, "buffers"));
  NamedBuffers out;
  std::set<std::string> seen;
  for (size_t i = 0; i < count; ++i) {
    RETURN_IF_ERROR(checkGiven(paths[i], strCat("paths[", i, "]")));
    RETURN_IF_ERROR(checkGiven(buffers[i], strCat("buffers[", i, "]")));
    if (*paths[i] == 0 || !seen.insert(paths[i]).second)
      return invalidArgument("paths[", i, "] is \"", paths[i], "\": each array needs a path of its own");
    const Buffer& buffer = buffers[i]->buffer;
    if (buffer.isGone()) return failedPrecondition(paths[i], ": the buffer is gone: it was donated or dropped");
    RETURN_IF_ERROR(annotate(buffer.await(), paths[i]));
    out.state.push_back({paths[i], buffer.placement()});
    out.buffers.push_back(buffer);
  }
  return out;
}

}  // namespace

partita_status* partita_weights_open(const char* path, partita_weights** weights) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(weights, "weights"));
    *weights = nullptr;
    RETURN_IF_ERROR(checkGiven(path, "path"));
    ASSIGN_OR_RETURN(std::unique_ptr<WeightsReader> reader, openWeights(path));
    return giveHandle(weights, std::move(reader));
  });
}

void partita_weights_destroy(partita_weights* weights) { delete weights; }

size_t partita_weights_count(const partita_weights* weights) {
  return weights == nullptr ? 0 : weights->reader->tensors().size();
}

partita_status* partita_weights_get(const partita_weights* weights, size_t index, partita_value_info* info) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(weights, "weights"));
    const std::vector<StoredTensor>& tensors = weights->reader->tensors();
    if (index >= tensors.size())
      return invalidArgument("there is no array ", index, ": ", weights->reader->name(), " has ", tensors.size());
    partita_value_info out = {};
    out.name = tensors[index].path.c_str();
    out.type = typeToC(tensors[index].type);
    out.donated_to = -1;
    return giveOut(out, info, "info");
  });
}

partita_status* partita_weights_find(const partita_weights* weights, const char* name, size_t* index) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(weights, "weights"));
    RETURN_IF_ERROR(checkGiven(name, "name"));
    RETURN_IF_ERROR(checkGiven(index, "index"));
    ASSIGN_OR_RETURN(const StoredTensor* found, weights->reader->match(name));
    if (found == nullptr) return notFound(weights->reader->name(), " has no array ", name);
    *index = static_cast<size_t>(found - weights->reader->tensors().data());
    return absl::OkStatus();
  });
}

partita_status* partita_weights_load(partita_weights* weights, size_t index, const partita_executable* executable,
                                     size_t argument, partita_buffer** buffer) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
    *buffer = nullptr;
    RETURN_IF_ERROR(checkGiven(weights, "weights"));
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    const Executable& own = *executable->executable;
    if (argument >= own.argumentCount())
      return invalidArgument("there is no argument ", argument, ": the program takes ", own.argumentCount());
    WeightsReader& reader = *weights->reader;
    if (index >= reader.tensors().size())
      return invalidArgument("there is no array ", index, ": ", reader.name(), " has ", reader.tensors().size());
    std::lock_guard lock(weights->mutex);
    ASSIGN_OR_RETURN(std::vector<Buffer> loaded,
                     loadState(reader, {{reader.tensors()[index].path, own.argument(argument)}}, *own.client()));
    return giveHandle(buffer, std::move(loaded[0]));
  });
}

partita_status* partita_weights_save(const char* path, const char* const* paths, const partita_buffer* const* buffers,
                                     size_t count) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(path, "path"));
    ASSIGN_OR_RETURN(const NamedBuffers given, takeBuffers(paths, buffers, count));
    NamedTensors tensors;
    for (size_t i = 0; i < count; ++i) {
      ASSIGN_OR_RETURN(Tensor tensor, given.buffers[i].toHost());
      tensors.emplace_back(given.state[i].path, std::move(tensor));
    }
    return writeSafetensors(path, tensors);
  });
}

partita_status* partita_checkpoint_save(const partita_client* client, const partita_checkpoint_args* args) {
  return guarded([&]() -> Status {
    ASSIGN_OR_RETURN(const std::shared_ptr<Client> devices, openedClient(client));
    ASSIGN_OR_RETURN(const partita_checkpoint_args given, takeArgs(args, "args"));
    RETURN_IF_ERROR(checkGiven(given.dir, "args->dir"));
    if (given.step < 0 || given.keep < 0)
      return invalidArgument("args->step is ", given.step, " and args->keep ", given.keep);
    const std::shared_ptr<World> world =
        devices->world() != nullptr ? devices->world() : std::shared_ptr<World>(World::alone());
    StatusOr<NamedBuffers> named = takeBuffers(given.paths, given.buffers, given.count);
    for (size_t i = 0; named.ok() && i < named->buffers.size(); ++i) {
      if (named->buffers[i].client() != devices)
        named = invalidArgument(named->state[i].path, " is a buffer of another client");
    }
    RETURN_IF_ERROR(world->agree(named.status()));
    SaverOptions options;
    options.dir = given.dir;
    options.every = 1;
    options.lastStep = given.step;
    if (given.keep > 0) options.keep = given.keep;
    options.async = false;
    ASSIGN_OR_RETURN(const std::unique_ptr<CheckpointSaver> saver,
                     CheckpointSaver::make(std::move(options), devices, world, named->state));
    RETURN_IF_ERROR(saver->atStep(given.step, named->buffers));
    RETURN_IF_ERROR(saver->finish());
    return world->agree(saver->failure());
  });
}
