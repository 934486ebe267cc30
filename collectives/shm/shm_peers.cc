#include "collectives/shm/shm_peers.h"

#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>

#include "base/log.h"

namespace partita {
namespace {

// A long transfer is read in pieces of that many bytes, one at each poll, so that others are not held up.
constexpr int64_t kPiece = int64_t{1} << 20;

// What a process tells the others of its machine about itself.
struct Introduction {
  int64_t pid = 0;
  int32_t fd = -1;  // -1: keeps to itself
  int32_t unused = 0;
  uint64_t nonceAddress = 0, nonce = 0;
};

bool readMemory(pid_t pid, uint64_t address, void* to, int64_t bytes) {
  auto* at = static_cast<char*>(to);
  while (bytes > 0) {
    const iovec local{at, static_cast<size_t>(bytes)};
    const iovec remote{reinterpret_cast<void*>(address), static_cast<size_t>(bytes)};  // NOLINT: of another process
    const ssize_t got = process_vm_readv(pid, &local, 1, &remote, 1, 0);
    if (got <= 0) return false;
    at += got;
    address += static_cast<uint64_t>(got);
    bytes -= got;
  }
  return true;
}

Status sizeError(int rank, int64_t sent, int64_t expected) {
  return internalError("receive from rank ", rank, ": it sent ", sent, " bytes, ", expected,
                       " are expected: the ranks do not run the same plan");
}

}  // namespace

std::unique_ptr<ShmPeers> ShmPeers::create(int index, const std::vector<int>& ranks, bool use,
                                           const AllGather& allGather) {
  std::unique_ptr<ShmPeers> peers(new ShmPeers());
  const auto count = static_cast<int>(ranks.size());
  peers->index_ = index;
  peers->indexOf_.assign(static_cast<size_t>(*std::max_element(ranks.begin(), ranks.end())) + 1, -1);
  Introduction self;
  const uint64_t nonce = std::random_device{}() | uint64_t{std::random_device{}()} << 32;
  if (use && count > 1) {
    if (StatusOr<std::unique_ptr<ShmSegment>> mine = ShmSegment::create(count); mine.ok()) {
      peers->mine_ = *std::move(mine);
      self = {getpid(), peers->mine_->fd(), 0, reinterpret_cast<uint64_t>(&nonce), nonce};
    }
  }
  const std::vector<std::string> all = allGather({reinterpret_cast<const char*>(&self), sizeof self});
  std::string reached(static_cast<size_t>(count), 0);
  for (int i = 0; i < count; ++i) {
    Peer& peer = peers->peers_.emplace_back();
    peer.rank = ranks[static_cast<size_t>(i)];
    peer.index = i;
    Introduction other;
    std::memcpy(&other, all[static_cast<size_t>(i)].data(), sizeof other);
    if (i == index || self.fd < 0 || other.fd < 0) continue;
    peer.pid = static_cast<pid_t>(other.pid);
    uint64_t seen = 0;
    if (!readMemory(peer.pid, other.nonceAddress, &seen, sizeof seen) || seen != other.nonce) continue;
    StatusOr<std::unique_ptr<ShmSegment>> segment = ShmSegment::open(peer.pid, other.fd, count);
    if (!segment.ok()) continue;
    peer.segment = *std::move(segment);
    reached[static_cast<size_t>(i)] = 1;
  }
  // NONCE lives until all have come here.
  const std::vector<std::string> ways = allGather(reached);
  int beyond = 0;
  for (Peer& peer : peers->peers_) {
    const auto i = static_cast<size_t>(peer.index);
    if (reached[i] && ways[i][static_cast<size_t>(index)])
      peers->indexOf_[static_cast<size_t>(peer.rank)] = peer.index;
    else
      peer.segment = nullptr;
    beyond += peer.index != index && peer.segment == nullptr;
  }
  if (use && beyond > 0)
    logInfo(beyond, " of the ", count - 1,
            " other ranks on this machine share no memory with this one (another process ",
            "namespace, or no right to process_vm_readv): MPI carries what they exchange");
  for (uint32_t slot = ShmSegment::kSlots; slot > 0; --slot) peers->freeSlots_.push_back(slot - 1);
  return peers;
}

ShmPeers::~ShmPeers() = default;

int ShmPeers::indexOf(int rank) const {
  return static_cast<size_t>(rank) < indexOf_.size() ? indexOf_[static_cast<size_t>(rank)] : -1;
}

void ShmPeers::send(int rank, int tag, const void* data, int64_t bytes, uint64_t cookie) {
  Peer& peer = peers_[static_cast<size_t>(indexOf(rank))];
  const Send send{tag, data, bytes, cookie};
  if (!peer.waiting.empty() || !trySend(peer, send)) peer.waiting.push_back(send);
}

bool ShmPeers::trySend(Peer& peer, const Send& send) {
  ShmHeader header;
  header.tag = send.tag;
  header.bytes = send.bytes;
  ShmRing& ring = peer.segment->ring(index_);
  if (send.bytes <= kShort) {
    if (!ring.write(header, send.data, send.bytes)) return false;
    end(send.cookie, absl::OkStatus());
    return true;
  }
  if (freeSlots_.empty()) return false;
  header.slot = freeSlots_.back();
  header.ticket = nextTicket_;
  header.address = reinterpret_cast<uint64_t>(send.data);
  mine_->slot(header.slot).state.store(ShmSlot::stateOf(header.ticket, ShmSlot::kOpen), std::memory_order_relaxed);
  if (!ring.write(header, nullptr, 0)) return false;
  ++nextTicket_;
  freeSlots_.pop_back();
  open_.push_back({header.slot, header.ticket, send.cookie, false});
  return true;
}

void ShmPeers::receive(int rank, int tag, void* data, int64_t bytes, uint64_t cookie) {
  Peer& peer = peers_[static_cast<size_t>(indexOf(rank))];
  const Receive receive{tag, static_cast<char*>(data), bytes, cookie};
  for (auto it = peer.unexpected.begin(); it != peer.unexpected.end(); ++it) {
    if (it->header.tag != tag) continue;
    const Unexpected message = std::move(*it);
    peer.unexpected.erase(it);
    return match(peer, message.header, message.payload.data(), receive);
  }
  peer.posted.push_back(receive);
}

void ShmPeers::match(Peer& peer, const ShmHeader& header, const char* payload, const Receive& to) {
  const bool fits = header.bytes == to.bytes;
  if (header.bytes > kShort) {
    if (fits) {
      copies_.push_back({&peer, header, to, 0});
      return;
    }
    peer.segment->slot(header.slot).state.store(ShmSlot::stateOf(header.ticket, ShmSlot::kDone));
  } else if (fits && to.bytes > 0) {
    std::memcpy(to.data, payload, static_cast<size_t>(to.bytes));
  }
  end(to.cookie, fits ? absl::OkStatus() : sizeError(peer.rank, header.bytes, to.bytes));
}

bool ShmPeers::drain(Peer& peer) {
  ShmRing& ring = mine_->ring(peer.index);
  bool any = false;
  while (const ShmHeader* header = ring.front()) {
    any = true;
    const auto* payload = reinterpret_cast<const char*>(header + 1);
    const int64_t payloadBytes = header->bytes <= kShort ? header->bytes : 0;
    auto it = std::find_if(peer.posted.begin(), peer.posted.end(),
                           [&](const Receive& receive) { return receive.tag == header->tag; });
    if (it != peer.posted.end()) {
      const Receive receive = *it;
      peer.posted.erase(it);
      match(peer, *header, payload, receive);
    } else {
      peer.unexpected.push_back({*header, std::string(payload, static_cast<size_t>(payloadBytes))});
    }
    ring.pop(payloadBytes);
  }
  return any;
}

bool ShmPeers::copySome() {
  if (copies_.empty()) return false;
  Copy& copy = copies_.front();
  std::atomic<uint64_t>& state = copy.peer->segment->slot(copy.header.slot).state;
  uint64_t expected = ShmSlot::stateOf(copy.header.ticket, ShmSlot::kOpen);
  const Receive to = copy.to;
  if (copy.copied == 0 &&
      !state.compare_exchange_strong(expected, ShmSlot::stateOf(copy.header.ticket, ShmSlot::kReading))) {
    // The sender has withdrawn it, as if it had never sent it.
    const int rank = copy.peer->rank;
    copies_.pop_front();
    receive(rank, to.tag, to.data, to.bytes, to.cookie);
    return true;
  }
  const int64_t piece = std::min(kPiece, to.bytes - copy.copied);
  const bool ok = readMemory(copy.peer->pid, copy.header.address + static_cast<uint64_t>(copy.copied),
                             to.data + copy.copied, piece);
  const int error = errno;
  copy.copied += piece;
  if (ok && copy.copied < to.bytes) return true;
  state.store(ShmSlot::stateOf(copy.header.ticket, ShmSlot::kDone), std::memory_order_release);
  end(to.cookie, ok ? absl::OkStatus()
                    : aborted("receive from rank ", copy.peer->rank,
                              ": its memory cannot be read: ", std::strerror(error), ": has it ended?"));
  copies_.pop_front();
  return true;
}

bool ShmPeers::endSends() {
  bool any = false;
  size_t kept = 0;
  for (const Open& open : open_) {
    std::atomic<uint64_t>& state = mine_->slot(open.slot).state;
    uint64_t seen = state.load(std::memory_order_acquire);
    bool withdrawn = false;
    if (open.withdrawn && seen == ShmSlot::stateOf(open.ticket, ShmSlot::kOpen))
      withdrawn = state.compare_exchange_strong(seen, ShmSlot::stateOf(open.ticket, ShmSlot::kFree));
    if (!withdrawn && seen != ShmSlot::stateOf(open.ticket, ShmSlot::kDone)) {
      open_[kept++] = open;
      continue;
    }
    end(open.cookie, withdrawn ? aborted("transfer withdrawn") : absl::OkStatus());
    freeSlots_.push_back(open.slot);
    any = true;
  }
  open_.resize(kept);
  return any;
}

bool ShmPeers::poll(std::vector<Transport::Completion>& completions) {
  if (mine_ == nullptr) return false;
  bool any = false;
  for (Peer& peer : peers_) {
    if (peer.segment == nullptr) continue;
    any |= drain(peer);
    while (!peer.waiting.empty() && trySend(peer, peer.waiting.front())) {
      peer.waiting.pop_front();
      any = true;
    }
  }
  any |= copySome();
  any |= endSends();
  for (Transport::Completion& completion : ended_) completions.push_back(std::move(completion));
  any |= !ended_.empty();
  ended_.clear();
  return any;
}

bool ShmPeers::pending() const {
  return !open_.empty() || !copies_.empty() || !ended_.empty() ||
         std::any_of(peers_.begin(), peers_.end(),
                     [](const Peer& peer) { return !peer.waiting.empty() || !peer.posted.empty(); });
}

void ShmPeers::cancel(uint64_t cookie) {
  for (Peer& peer : peers_) {
    for (auto it = peer.posted.begin(); it != peer.posted.end(); ++it) {
      if (it->cookie != cookie) continue;
      peer.posted.erase(it);
      return end(cookie, aborted("transfer withdrawn"));
    }
  }
}

void ShmPeers::cancelTransfers() {
  for (Peer& peer : peers_) {
    for (const Receive& receive : std::exchange(peer.posted, {})) end(receive.cookie, aborted("transfer withdrawn"));
    for (const Send& send : std::exchange(peer.waiting, {})) end(send.cookie, aborted("transfer withdrawn"));
  }
  for (Open& open : open_) open.withdrawn = true;
  // Those that are being read come to their end.
  for (size_t i = copies_.size(); i > 0; --i) {
    if (copies_[i - 1].copied > 0) continue;
    end(copies_[i - 1].to.cookie, aborted("transfer withdrawn"));
    copies_.erase(copies_.begin() + static_cast<std::ptrdiff_t>(i - 1));
  }
}

}  // namespace partita
