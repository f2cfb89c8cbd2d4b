#include "runtime/kusama/election_seam.hpp"

#include "runtime/sdk/storage.hpp"

namespace serinus::kusama {
namespace election_seam {

using namespace sdk;

struct ReadySolution {
    Supports<AccountId> supports;
    npos::ElectionScore score;
    uint8_t compute{};
};
struct Items {
    Value<ReadySolution> QueuedSolution;
};
constexpr Items kItems = bind_storage<Items>("ElectionProviderMultiPhase");

}  // namespace election_seam

Result<sdk::Supports<sdk::AccountId>, sdk::ElectionFailure> QueuedElection::elect() {
    auto ready = election_seam::kItems.QueuedSolution.get();
    if (!ready) return Err(sdk::ElectionFailure("no solution is queued"));
    return std::move(ready->supports);
}

}  // namespace serinus::kusama
