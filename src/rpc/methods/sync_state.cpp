/// sync_state_genSyncSpec: the chain's specification with the last final block to start from. Observed:
/// sc-sync-state-rpc, polkadot-stable2407
#include "chain/spec/light_sync.hpp"
#include "consensus/light_sync_state.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/storage.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;

constexpr int kError = 1;

/// `raw` changes nothing: the genesis is answered in the form that this node has, which is raw unless a file gave
/// instructions that could not be followed.
RpcResult gen_sync_spec(Services& services, const Call& call) {
    TRY(call.params.boolean(0, "raw"));
    const auto state = consensus::make_light_sync_state(services.client);
    if (!state) return Err(RpcError{kError, state.error()});
    Collected collected(services);
    std::string text;
    const bool is_written = chain::write_chain_spec(services.client.spec(), *state, [&](std::string_view piece) {
        if (!collected.add(2 * piece.size())) return false;  // as text and as a value
        text += piece;
        return true;
    });
    ENSURE(is_written, collected.error());
    json::error_code failed;
    json::parse_options options;
    options.max_depth = chain::kMaxSpecDepth;
    Json value = json::parse(text, failed, {}, options);
    ENSURE(!failed, RpcError(kError, "The specification cannot be written"));
    return value;
}

}  // namespace

void add_sync_state(Registry& registry, Services& services) {
    registry.method("sync_state_genSyncSpec", {.parameters = {"raw"}},
                    [&services](const Call& call) { return gen_sync_spec(services, call); });
}

}  // namespace serinus::rpc
