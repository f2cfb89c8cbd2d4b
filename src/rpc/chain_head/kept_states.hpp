/// States and bodies of pinned blocks that the database is about to forget.
///
/// A pinned block must stay readable, but the database removes a fork with its states once another branch is final, and
/// a finalized state once it is older than the pruning mode keeps. A held state costs no memory but stops the store
/// from using the space of what was replaced since. So a state is held only if it is in danger, from before it is
/// removed, taken anew from time to time as long as it is still there, and for a limited time after it is gone; who
/// still pins the block then is stopped, as by the reference when too much is pinned for too long.
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "chain/client/client.hpp"
#include "rpc/memory_budget.hpp"

namespace serinus::rpc::chain_head {

struct KeptBlock {
    std::mutex mutex;  ///< a state has one reader at a time
    std::unique_ptr<state::BlockState> state;
    std::optional<primitives::Body> body;
    Charge charge;
    uint64_t taken_ms = 0;
};

class KeptStates {
  public:
    struct Limits {
        size_t blocks = 128;        ///< each is a reader of the store, which has 1024
        uint64_t hold_ms = 60'000;  ///< how long a snapshot may live
    };
    KeptStates(chain::Client& client, std::shared_ptr<MemoryBudget> memory) : KeptStates(client, memory, Limits()) {}
    KeptStates(chain::Client& client, std::shared_ptr<MemoryBudget> memory, Limits limits)
        : client_(&client), memory_(std::move(memory)), limits_(limits) {}

    /// After every change of the chain. `endangered`: pinned blocks that may be removed soon, or were just now.
    /// Returns those among `pinned` that were held for too long, and are held no more.
    std::vector<Hash256> update(const std::set<Hash256>& endangered, const std::set<Hash256>& pinned, uint64_t now_ms);

    /// nullptr: not held here; the database may have it.
    std::shared_ptr<KeptBlock> find(const Hash256& block) const;
    size_t size() const noexcept { return kept_.size(); }

  private:
    bool take(const Hash256& block, uint64_t now_ms);

    chain::Client* client_;
    std::shared_ptr<MemoryBudget> memory_;
    Limits limits_;
    std::map<Hash256, std::shared_ptr<KeptBlock>> kept_;
};

}  // namespace serinus::rpc::chain_head
