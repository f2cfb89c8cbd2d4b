#include "collator/scheduling_parent.hpp"

#include "consensus/babe/types.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::collator {

namespace host = runtime_api::parachain_host;

namespace {

/// Ours: a clock that is further behind those of the authors is wrong, and no candidate of its node would be taken.
constexpr uint32_t kMostAhead = 16;

}  // namespace

Result<bool, std::string> uses_version_3(RelayChain& relay, const Hash256& best, bool wants_v3) {
    if (!wants_v3) return false;
    auto& calls = relay.calls();
    const auto session = calls.ask(best, host::kSessionIndexForChild);
    if (!session) return Err("the session: " + session.error().reason);
    const auto features = calls.in_session(*session, best, host::kNodeFeatures);
    if (!features) {
        if (features.error().kind == executor::CallError::Kind::kNoSuchMethod) return false;
        return Err("the features of nodes: " + features.error().reason);
    }
    constexpr auto kBit = static_cast<size_t>(host::NodeFeature::kCandidateReceiptV3);
    return kBit < features->size() && (*features)[kBit];
}

Result<std::optional<Hash256>, std::string> find_scheduling_parent(RelayChain& relay, const Hash256& best,
                                                                   uint64_t current_slot) {
    Hash256 at = best;
    for (uint32_t i = 0; i <= kMostAhead; ++i) {
        TRY_ASSIGN(const auto header, relay.find_header(at));
        ENSURE(header != nullptr, std::string("a header of the relay chain is not there"));
        const auto digests = consensus::babe::find_digests(*header);
        if (!digests || !digests->claim) return std::optional<Hash256>();
        if (consensus::babe::slot_of(*digests->claim) < current_slot) return std::optional(at);
        if (digests->next_epoch) return std::optional<Hash256>();
        at = header->parent_hash;
    }
    return std::optional<Hash256>();
}

}  // namespace serinus::collator
