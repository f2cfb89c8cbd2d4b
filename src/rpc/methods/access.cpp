#include "rpc/methods/access.hpp"

#include <array>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "rpc/methods/values.hpp"
#include "state/forked_states.hpp"

namespace serinus::rpc {

using executor::CallError;

Hash256 block_or_best(chain::Client& client, const std::optional<Hash256>& block) {
    return block ? *block : client.best().hash;
}

std::string why_no_state(chain::Client& client, const Hash256& block, std::string_view what) {
    const auto header = client.look_up_header(block);
    // Whether there is such a block is not known.
    if (!header) return header.error().reason;
    return std::string(what) +
           (*header == nullptr ? "Header was not found in the database: " : "State already discarded for ") +
           to_hex_prefixed(block.bytes);
}

bool reads_at_once(const Services& services) {
    return services.fork_states != nullptr && services.fork_states->origin()->never_waits();
}

OrReason<std::unique_ptr<state::BlockState>> open_state(chain::Client& client, const Hash256& block) {
    auto state = client.state_of(block);
    if (state) return *std::move(state);
    if (!client.has_or_finds_state(block)) return Err(why_no_state(client, block, "UnknownBlock: "));
    return Err(state.error().reason);
}

OrReason<chain::LoadedRuntime> open_runtime(chain::Client& client, const Hash256& block) {
    auto runtime = client.runtime_of(block);
    if (runtime) return *std::move(runtime);
    if (!client.has_or_finds_state(block)) {
        return Err(why_no_state(client, block, "Api called for an unknown Block: "));
    }
    return Err(runtime.error().reason);
}

namespace {

std::string reason_of(const CallError& error, std::string_view name) {
    switch (error.kind) {
        case CallError::Kind::kNoCode:
            return "Runtime :code missing in storage";
        case CallError::Kind::kNoSuchMethod:
            return "Execution failed: Other: Exported method " + std::string(name) + " is not found";
        case CallError::Kind::kTrap:
            return "Execution failed: Execution aborted due to trap: " + error.reason;
        default:
            return "Execution failed: " + error.reason;
    }
}

}  // namespace

executor::CallContext limits_of(const Call& call, executor::CallContext context) {
    context.stop = call.connection->stop_token();
    context.max_duration_ms = call.max_duration_ms;
    return context;
}

executor::CallContext repeatable_limits_of(const Call& call, executor::CallContext context) {
    context.stop = call.stop_token();
    context.max_duration_ms = call.max_duration_ms;
    return context;
}

bool note_interruption(const Call& call, const CallError& error) {
    if (error.kind != CallError::Kind::kInterrupted || call.is_interrupted == nullptr) return false;
    *call.is_interrupted = true;
    return call.turn.stop_requested();
}

OrReason<Bytes> call_runtime(chain::Client& client, const Call& call, const Hash256& block, std::string_view name,
                             BytesView arguments, executor::CallContext context) {
    // What a call does with the node's keys, it does once.
    const auto limits = context.keys == nullptr ? repeatable_limits_of : limits_of;
    auto answer = client.call(block, name, arguments, limits(call, std::move(context)));
    if (answer) return *std::move(answer);
    if (!client.has_or_finds_state(block))
        return Err("Api called for an unknown Block: " + why_no_state(client, block));
    (void)note_interruption(call, answer.error());
    return Err(reason_of(answer.error(), name));
}

RpcError state_error(std::string reason) { return {error_codes::kStateClient, "Client error: " + std::move(reason)}; }

RpcError internal_error(std::string reason) { return {error_codes::kInternal, std::move(reason)}; }

RpcError invalid_params(std::string reason) {
    return {error_codes::kInvalidParams, "Invalid params", Json(std::move(reason))};
}

RpcError unsafe_call() { return {error_codes::kMethodNotFound, "RPC call is unsafe to be called externally"}; }

OrReason<primitives::Extrinsic> decode_extrinsic(BytesView bytes) {
    scale::Decoder in(bytes);
    uint32_t size = 0;
    const uint8_t* at = nullptr;
    if (!in.compact(size)) return Err(std::string("Not enough data to fill buffer"));
    if (!in.take(size, at)) return Err(std::string("Not enough data to decode vector"));
    return primitives::Extrinsic(at, at + size);
}

crypto::ss58::Prefix address_prefix(const chain::ChainSpec& spec) {
    struct Network {
        std::string_view id_begins_with;
        crypto::ss58::Prefix prefix;
    };
    constexpr std::array kNetworks = {Network{"kusama", 2}, Network{"ksm", 2},      Network{"polkadot", 0},
                                      Network{"dot", 0},    Network{"westend", 42}, Network{"wnd", 42},
                                      Network{"rococo", 42}};
    for (const Network& network : kNetworks) {
        if (std::string_view(spec.id).starts_with(network.id_begins_with)) return network.prefix;
    }
    if (!spec.properties) return crypto::ss58::kSubstratePrefix;
    boost::system::error_code failed;
    const Json properties = boost::json::parse(spec.properties->text, failed);
    const auto* object = failed ? nullptr : properties.if_object();
    const Json* format = object != nullptr ? object->if_contains("ss58Format") : nullptr;
    if (format == nullptr || !format->is_number()) return crypto::ss58::kSubstratePrefix;
    const auto number = format->to_number<uint64_t>(failed);
    constexpr uint64_t kMaxPrefix = 16'383;
    return failed || number > kMaxPrefix ? crypto::ss58::kSubstratePrefix : static_cast<crypto::ss58::Prefix>(number);
}

Result<std::optional<Bytes>, RpcError> optional_bytes(const Params& params, size_t index, const char* name) {
    if (params.find(index) == nullptr) return std::optional<Bytes>();
    TRY_ASSIGN(Bytes bytes, params.bytes(index, name));
    return std::optional<Bytes>(std::move(bytes));
}

}  // namespace serinus::rpc
