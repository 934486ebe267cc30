#include "collectives/mpi/mpi_transport.h"

// The C interface only: the C++ one needs a library of its own.
#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>

#include <cstdlib>
#include <deque>
#include <utility>

#include "base/check.h"
#include "collectives/shm/shm_peers.h"

namespace partita {
namespace {

std::string mpiErrorText(int code) {
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  if (MPI_Error_string(code, text, &length) != MPI_SUCCESS) return strCat("MPI error ", code);
  return std::string(text, static_cast<size_t>(length));
}

class MpiTransportImpl final : public MpiTransport {
 public:
  Status init() {
    int provided = MPI_THREAD_SINGLE, before = 0, after = 0;
    MPI_Initialized(&before);
    MPI_Finalized(&after);
    if (after) return failedPrecondition("MPI has been finalised in this process: it cannot be started again");
    if (before) {
      MPI_Query_thread(&provided);
      if (provided < MPI_THREAD_SERIALIZED) {
        return failedPrecondition("the program has initialised MPI with thread level ", provided,
                                  ", MPI_THREAD_SERIALIZED (", MPI_THREAD_SERIALIZED,
                                  ") is needed: call MPI_Init_thread with it, or leave MPI to us");
      }
    } else if (int code = MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided); code != MPI_SUCCESS) {
      return unavailable("MPI_Init_thread failed: ", mpiErrorText(code), "; is the process started by mpirun?");
    }
    ours_ = !before;
    if (provided < MPI_THREAD_SERIALIZED) {
      return unavailable("this MPI library gives thread level ", provided, ", MPI_THREAD_SERIALIZED (",
                         MPI_THREAD_SERIALIZED, ") is needed: install an Open MPI that is built with threads");
    }
    // Two communicators: transfers match by (peer, tag), control messages by channel, and neither can take the other's.
    MPI_Comm_dup(MPI_COMM_WORLD, &data_);
    MPI_Comm_dup(MPI_COMM_WORLD, &control_);
    MPI_Comm_set_errhandler(data_, MPI_ERRORS_RETURN);
    MPI_Comm_set_errhandler(control_, MPI_ERRORS_RETURN);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    findHost();
    int* tagLimit = nullptr;
    int found = 0;
    MPI_Comm_get_attr(MPI_COMM_WORLD, MPI_TAG_UB, &tagLimit, &found);
    if (!found || *tagLimit < kTags - 1) {
      return unavailable("this MPI library allows tags up to ", found ? *tagLimit : 0, ", ", kTags - 1, " are needed");
    }
    return absl::OkStatus();
  }

  int rank() const override { return rank_; }
  int size() const override { return size_; }
  int localRank() const override { return localRank_; }

  void send(int peer, int tag, const void* data, int64_t bytes, uint64_t cookie) override {
    DCHECK(bytes <= kMaxBytes && tag >= 0 && tag < kTags, bytes, " bytes, tag ", tag);
    if (host_->reaches(peer)) return host_->send(peer, tag, data, bytes, cookie);
    MPI_Request request;
    int code = MPI_Isend(data, static_cast<int>(bytes), MPI_BYTE, peer, tag, data_, &request);
    addTransfer(code, request, {cookie, peer, -1, false});
  }

  void receive(int peer, int tag, void* data, int64_t bytes, uint64_t cookie) override {
    DCHECK(bytes <= kMaxBytes && tag >= 0 && tag < kTags, bytes, " bytes, tag ", tag);
    if (host_->reaches(peer)) return host_->receive(peer, tag, data, bytes, cookie);
    MPI_Request request;
    int code = MPI_Irecv(data, static_cast<int>(bytes), MPI_BYTE, peer, tag, data_, &request);
    addTransfer(code, request, {cookie, peer, bytes, false});
  }

  void sendMessage(int peer, Channel channel, std::string bytes) override {
    CHECK(static_cast<int64_t>(bytes.size()) <= kMaxBytes, bytes.size(), " bytes");
    outgoing_.push_back({std::move(bytes), MPI_REQUEST_NULL});
    Outgoing& message = outgoing_.back();
    // A failure to send shows as the peer missing at the deadline of whoever waits for an answer.
    MPI_Isend(message.bytes.data(), static_cast<int>(message.bytes.size()), MPI_BYTE, peer, static_cast<int>(channel),
              control_, &message.request);
  }

  bool poll(bool hurry, std::vector<Completion>& completions, std::vector<Message>& messages) override {
    bool any = !failedAtStart_.empty();
    for (Completion& completion : failedAtStart_) completions.push_back(std::move(completion));
    failedAtStart_.clear();
    any |= host_->poll(completions);
    any |= pollTransfers(completions);
    if (!hurry || ++polls_ % kHurry == 0) any |= pollMessages(messages);
    return any;
  }

  bool pending() const override {
    return !requests_.empty() || !outgoing_.empty() || incoming_.request != MPI_REQUEST_NULL || host_->pending();
  }

  void cancel(uint64_t cookie) override {
    host_->cancel(cookie);
    for (size_t i = 0; i < transfers_.size(); ++i) {
      if (transfers_[i].cookie == cookie && transfers_[i].expectedBytes >= 0) withdraw(i);
    }
  }

  void cancelTransfers() override {
    host_->cancelTransfers();
    for (size_t i = 0; i < requests_.size(); ++i) withdraw(i);
  }

  void finalize() override {
    int after = 0;
    MPI_Finalized(&after);
    if (after) return;
    MPI_Comm_free(&data_);
    MPI_Comm_free(&control_);
    if (ours_) MPI_Finalize();
  }

 private:
  struct Transfer {
    uint64_t cookie = 0;
    int peer = 0;
    int64_t expectedBytes = -1;  // of a receive; -1: a send
    bool withdrawn = false;
  };
  struct Outgoing {
    std::string bytes;
    MPI_Request request;
  };
  struct Incoming {
    Message message;
    MPI_Request request = MPI_REQUEST_NULL;
  };

  // The ranks of this machine, and the way to them.
  void findHost() {
    MPI_Comm host;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &host);
    MPI_Comm_rank(host, &localRank_);
    int count = 1;
    MPI_Comm_size(host, &count);
    std::vector<int> ranks(static_cast<size_t>(count));
    MPI_Allgather(&rank_, 1, MPI_INT, ranks.data(), 1, MPI_INT, host);
    const char* off = std::getenv("PARTITA_SHM_DISABLE");
    const bool use = off == nullptr || *off == 0 || std::string_view(off) == "0";
    host_ = ShmPeers::create(localRank_, ranks, use, [&](const std::string& mine) {
      std::string all(mine.size() * ranks.size(), 0);
      const int bytes = static_cast<int>(mine.size());
      MPI_Allgather(mine.data(), bytes, MPI_BYTE, all.data(), bytes, MPI_BYTE, host);
      std::vector<std::string> each;
      for (size_t i = 0; i < ranks.size(); ++i) each.push_back(all.substr(i * mine.size(), mine.size()));
      return each;
    });
    MPI_Comm_free(&host);
  }

  void withdraw(size_t index) {
    if (!std::exchange(transfers_[index].withdrawn, true)) MPI_Cancel(&requests_[index]);  // twice is an error
  }

  void addTransfer(int code, MPI_Request request, Transfer transfer) {
    if (code != MPI_SUCCESS) {
      failedAtStart_.push_back({transfer.cookie, transferError(code, transfer)});
      return;
    }
    requests_.push_back(request);
    transfers_.push_back(transfer);
  }

  static Status transferError(int code, const Transfer& transfer) {
    const char* what = transfer.expectedBytes < 0 ? "send to" : "receive from";
    int errorClass = 0;
    MPI_Error_class(code, &errorClass);
    if (errorClass == MPI_ERR_TRUNCATE) {
      return internalError(what, " rank ", transfer.peer, ": it sent more than the ", transfer.expectedBytes,
                           " bytes expected: the ranks do not run the same plan");
    }
    return aborted(what, " rank ", transfer.peer, ": ", mpiErrorText(code));
  }

  bool pollTransfers(std::vector<Completion>& completions) {
    if (requests_.empty()) return false;
    int count = static_cast<int>(requests_.size());
    int done = 0;
    indices_.resize(requests_.size());
    statuses_.resize(requests_.size());
    int result = MPI_Testsome(count, requests_.data(), &done, indices_.data(), statuses_.data());
    if (done == MPI_UNDEFINED || done == 0) return false;
    for (int i = 0; i < done; ++i) {
      const Transfer& transfer = transfers_[indices_[i]];
      completions.push_back({transfer.cookie, transferStatus(result, statuses_[i], transfer)});
    }
    // Keeps the order of the rest: MPI matches faster in the order of posting.
    size_t kept = 0;
    for (size_t i = 0; i < requests_.size(); ++i) {
      if (requests_[i] == MPI_REQUEST_NULL) continue;
      requests_[kept] = requests_[i];
      transfers_[kept] = transfers_[i];
      ++kept;
    }
    requests_.resize(kept);
    transfers_.resize(kept);
    return true;
  }

  static Status transferStatus(int result, const MPI_Status& status, const Transfer& transfer) {
    if (result == MPI_ERR_IN_STATUS && status.MPI_ERROR != MPI_SUCCESS && status.MPI_ERROR != MPI_ERR_PENDING) {
      return transferError(status.MPI_ERROR, transfer);
    }
    int cancelled = 0;
    MPI_Test_cancelled(&status, &cancelled);
    if (cancelled) return aborted("transfer withdrawn");
    if (transfer.expectedBytes >= 0) {
      int received = 0;
      MPI_Get_count(&status, MPI_BYTE, &received);
      if (received != transfer.expectedBytes) {
        return internalError("receive from rank ", transfer.peer, ": it sent ", received, " of the ",
                             transfer.expectedBytes, " bytes expected: the ranks do not run the same plan");
      }
    }
    return absl::OkStatus();
  }

  bool pollMessages(std::vector<Message>& messages) {
    bool any = false;
    while (!outgoing_.empty()) {  // the oldest first: the others are rarely done before it
      int done = 0;
      MPI_Test(&outgoing_.front().request, &done, MPI_STATUS_IGNORE);
      if (!done) break;
      outgoing_.pop_front();
      any = true;
    }
    // One message at a time is taken in, in the order of arrival.
    while (true) {
      if (incoming_.request == MPI_REQUEST_NULL && !matchIncoming()) return any;
      int done = 0;
      MPI_Test(&incoming_.request, &done, MPI_STATUS_IGNORE);
      if (!done) return any;
      messages.push_back(std::move(incoming_.message));
      incoming_ = Incoming();
      any = true;
    }
  }

  bool matchIncoming() {
    int found = 0;
    MPI_Message handle;
    MPI_Status status;
    if (MPI_Improbe(MPI_ANY_SOURCE, MPI_ANY_TAG, control_, &found, &handle, &status) != MPI_SUCCESS || !found)
      return false;
    int bytes = 0;
    MPI_Get_count(&status, MPI_BYTE, &bytes);
    incoming_.message.peer = status.MPI_SOURCE;
    incoming_.message.channel = static_cast<Channel>(status.MPI_TAG);
    incoming_.message.bytes.resize(static_cast<size_t>(bytes));
    MPI_Imrecv(incoming_.message.bytes.data(), bytes, MPI_BYTE, &handle, &incoming_.request);
    return true;
  }

  static constexpr uint32_t kHurry = 16;  // of so many polls in a hurry one looks for messages

  bool ours_ = true;  // we have initialised MPI
  uint32_t polls_ = 0;
  MPI_Comm data_ = MPI_COMM_NULL, control_ = MPI_COMM_NULL;
  int rank_ = 0, size_ = 1, localRank_ = 0;
  std::unique_ptr<ShmPeers> host_;
  std::vector<MPI_Request> requests_;  // open transfers, in the order of posting
  std::vector<Transfer> transfers_;    // same index
  std::vector<Completion> failedAtStart_;
  std::vector<int> indices_;
  std::vector<MPI_Status> statuses_;
  std::deque<Outgoing> outgoing_;
  Incoming incoming_;
};

}  // namespace

StatusOr<std::unique_ptr<MpiTransport>> MpiTransport::create() {
  auto transport = std::make_unique<MpiTransportImpl>();
  RETURN_IF_ERROR(transport->init());
  return std::unique_ptr<MpiTransport>(std::move(transport));
}

}  // namespace partita
