#include "node/proven_chain.hpp"

#include "consensus/grandpa/warp_proof.hpp"
#include "executor/executor.hpp"
#include "platform/log.hpp"
#include "state/trie_backend.hpp"

namespace serinus::node {
namespace {

/// Below the 16 MiB that an answer may have.
constexpr size_t kMaxProofBytes = size_t{15} << 20;
/// Of a call for a light client. Ours; the reference lets it run for seconds.
constexpr uint64_t kMaxCallMs = 200;

template <class T, class E>
std::optional<T> answer_of(Result<T, E> result) {
    if (result) return *std::move(result);
    log::debug("sync", [&] { return "No proof for a peer: " + result.error().reason; });
    return std::nullopt;
}

}  // namespace

std::optional<Bytes> ProvenChain::prove_call(const network::serve::LightCall& call) {
    const auto state = answer_of(client_.state_of(call.block));
    const auto loaded = state ? answer_of(client_.runtime_of(call.block)) : std::nullopt;
    if (!loaded) return std::nullopt;
    trie::Recording recording(kMaxProofBytes);
    state::TrieBackend backend((*state)->nodes(), (*state)->root(), &recording);
    state::Overlay overlay(backend);
    // Only what a runtime may do in a block: the proof must be enough to repeat the call.
    const executor::CallContext context{.max_duration_ms = kMaxCallMs};
    if (!answer_of(client_.executor().call(*loaded->runtime, call.method, call.arguments, overlay, context))) {
        return std::nullopt;
    }
    return recording.proof().encode();
}

std::optional<Bytes> ProvenChain::prove_read(const network::serve::LightRead& read) {
    const auto state = answer_of(client_.state_of(read.block));
    if (!state) return std::nullopt;
    const auto area = read.child ? state::Area::child(*read.child) : state::Area::top();
    const auto proof =
        answer_of(state::prove_keys((*state)->nodes(), (*state)->root(), area, read.keys, kMaxProofBytes));
    return proof ? std::optional(proof->encode()) : std::nullopt;
}

std::optional<trie::CompactProof> ProvenChain::prove_range(const Hash256& block, state::RangeStart start) {
    const auto state = answer_of(client_.state_of(block));
    if (!state) return std::nullopt;
    return answer_of(state::prove_range((*state)->nodes(), (*state)->root(), start, {}));
}

std::optional<state::RangeEntries> ProvenChain::collect_range(const Hash256& block, state::RangeStart start) {
    const auto state = answer_of(client_.state_of(block));
    if (!state) return std::nullopt;
    return answer_of(state::collect_range(**state, start, state::RangeLimits().max_bytes));
}

std::optional<Bytes> ProvenChain::prove_warp(const Hash256& begin) {
    return answer_of(consensus::grandpa::make_warp_proof(client_, begin)).value_or(std::nullopt);
}

}  // namespace serinus::node
