#include "services/light/light.hpp"

#include "executor/executor.hpp"
#include "platform/log.hpp"
#include "state/trie_backend.hpp"

namespace serinus::services {
namespace {

/// Below the 16 MiB that an answer may have.
constexpr size_t kMaxProofBytes = size_t{15} << 20;
/// Of a call for a light client. Ours; the reference lets it run for seconds.
constexpr uint64_t kMaxCallMs = 200;

template <class T, class E>
std::optional<T> proof_of(Result<T, E> result) {
    if (result) return *std::move(result);
    log::debug("sync", [&] { return "No proof for a light client: " + result.error().reason; });
    return std::nullopt;
}

}  // namespace

Light::Light(NodeParts& node)
    : client_(node.client),
      protocol_(node.protocols.add(network::link::RequestProtocol{.names = node.names.with_legacy("light/2"),
                                                                  .max_request_bytes = size_t{1} << 20,
                                                                  .max_response_bytes = size_t{16} << 20,
                                                                  .timeout_ms = 15'000,
                                                                  .max_inbound = 512,
                                                                  .max_inbound_per_peer = 10})) {}

void Light::connect(ModuleParts& parts) {
    parts.core.set_request_module(
        protocol_, parts.make<network::serve::LightServer>(parts.core, static_cast<network::serve::LightProofs&>(*this),
                                                           parts.provers));
}

std::optional<Bytes> Light::prove_call(const network::serve::LightCall& call) {
    const auto state = proof_of(client_.state_of(call.block));
    const auto loaded = state ? proof_of(client_.runtime_of(call.block)) : std::nullopt;
    if (!loaded) return std::nullopt;
    trie::Recording recording(kMaxProofBytes);
    state::TrieBackend backend((*state)->nodes(), (*state)->root(), &recording);
    state::Overlay overlay(backend);
    // Only what a runtime may do in a block: the proof must be enough to repeat the call.
    const executor::CallContext context{.max_duration_ms = kMaxCallMs};
    if (!proof_of(client_.executor().call(*loaded->runtime, call.method, call.arguments, overlay, context))) {
        return std::nullopt;
    }
    return recording.proof().encode();
}

std::optional<Bytes> Light::prove_read(const network::serve::LightRead& read) {
    const auto state = proof_of(client_.state_of(read.block));
    if (!state) return std::nullopt;
    const auto area = read.child ? state::Area::child(*read.child) : state::Area::top();
    const auto proof =
        proof_of(state::prove_keys((*state)->nodes(), (*state)->root(), area, read.keys, kMaxProofBytes));
    return proof ? std::optional(proof->encode()) : std::nullopt;
}

void add_light(NodeParts& node) { node.add<Light>(node); }

}  // namespace serinus::services
