#include "collectives/communicator.h"

namespace partita {

Status runCollective(Communicator& communicator, PreparedCollective& collective, CollectiveRun run,
                     absl::Span<const CollectiveBuffer> buffers) {
  EventPtr done = Event::make();
  collective.enqueue(run, buffers, nullptr, [done](Status status) { done->end(std::move(status)); });
  communicator.wait(done);
  return done->status();
}

}  // namespace partita
