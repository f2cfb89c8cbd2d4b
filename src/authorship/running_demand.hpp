/// Blocks on demand, on a lane: DemandSealer performs what DemandCore decides.
#pragma once

#include <atomic>
#include <map>
#include <mutex>

#include "authorship/demand_core.hpp"
#include "authorship/demand_sealing.hpp"

namespace serinus::authorship {

class RunningDemand {
  public:
    /// Ours: calls that wait for their blocks at a time.
    static constexpr size_t kMaxCalls = 64;

    /// All must outlive this; `lane` is closed before it.
    RunningDemand(pool::TransactionPool& pool, platform::Scheduler& scheduler, std::shared_ptr<platform::Lane> lane,
                  SealingMode mode, std::unique_ptr<DemandSealer> sealer);
    /// Answers waiting calls with an error.
    ~RunningDemand();

    void start();
    /// Any thread.
    void seal(const SealRequest& request, Sealing::SealCallback callback);
    /// Any thread.
    void set_head(const Hash256& block, Sealing::SealCallback callback);
    /// Any thread.
    void between_blocks(Sealing::Task task, Sealing::SealCallback callback);
    /// Any thread. `kind`: kInstant or kManual, and the mode so far is one of them.
    void set_mode(SealingMode::Kind kind);
    /// Any thread.
    void block_due();
    DemandSealer& sealer() noexcept { return *sealer_; }

  private:
    using Ticket = DemandCore::Ticket;

    void handle(const DemandCore::Input& input);
    void seal_block(const DemandCore::Seal& effect);
    void on_sealed(std::optional<Ticket> ticket, const DemandSealer::Outcome& outcome);
    Result<chain::BlockId, SealError> set_head_now(const Hash256& block);
    Ticket keep(Sealing::SealCallback callback);
    void answer(Ticket ticket, Result<chain::BlockId, SealError> result);

    pool::TransactionPool* pool_;
    platform::Scheduler* scheduler_;
    std::shared_ptr<platform::Lane> lane_;
    SealingMode mode_;
    DemandCore core_;
    std::unique_ptr<DemandSealer> sealer_;
    std::optional<uint64_t> watch_;  ///< of the pool's ready transactions
    std::mutex mutex_;
    std::map<Ticket, Sealing::SealCallback> calls_;
    Ticket next_ticket_ = 0;
};

}  // namespace serinus::authorship
