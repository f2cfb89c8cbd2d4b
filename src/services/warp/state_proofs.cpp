#include "services/warp/state_proofs.hpp"

#include "consensus/grandpa/warp_proof.hpp"
#include "platform/log.hpp"

namespace serinus::services {
namespace {

template <class T, class E>
std::optional<T> answer_of(Result<T, E> result) {
    if (result) return *std::move(result);
    log::debug("sync", [&] { return "No proof for a peer: " + result.error().reason; });
    return std::nullopt;
}

}  // namespace

std::optional<trie::CompactProof> ClientStateProofs::prove_range(const Hash256& block, state::RangeStart start) {
    const auto state = answer_of(client_.state_of(block));
    if (!state) return std::nullopt;
    return answer_of(state::prove_range((*state)->nodes(), (*state)->root(), start, {}));
}

std::optional<state::RangeEntries> ClientStateProofs::collect_range(const Hash256& block, state::RangeStart start) {
    const auto state = answer_of(client_.state_of(block));
    if (!state) return std::nullopt;
    return answer_of(state::collect_range(**state, start, state::RangeLimits().max_bytes));
}

std::optional<Bytes> ClientStateProofs::prove_warp(const Hash256& begin) {
    return answer_of(consensus::grandpa::make_warp_proof(client_, begin)).value_or(std::nullopt);
}

}  // namespace serinus::services
