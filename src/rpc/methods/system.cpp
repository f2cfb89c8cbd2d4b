/// system_*: the node and the chain that it is on. Observed: polkadot-stable2407: sc_rpc_api::system,
/// substrate-frame-rpc-system
#include "codec/scale.hpp"
#include "crypto/ss58.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/account_nonce.hpp"
#include "runtime_api/block_builder.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;

constexpr int kMalformedPeer = 2002;
constexpr int kSystemRuntimeError = 1;
constexpr int kSystemDecodeError = 2;

RpcResult chain_type(const chain::ChainSpec& spec) {
    if (spec.chain_type.kind == chain::ChainType::Kind::kCustom) {
        return json::object{{"Custom", spec.chain_type.custom_name}};
    }
    return Json(std::string(chain::to_string(spec.chain_type)));
}

/// Of the specification: symbol and decimals of the token, prefix of addresses.
RpcResult properties(const chain::ChainSpec& spec) {
    if (!spec.properties) return json::object();
    json::error_code failed;
    Json value = json::parse(spec.properties->text, failed);
    return failed || !value.is_object() ? Json(json::object()) : std::move(value);
}

RpcResult health(SystemServices& system) {
    return json::object{{"peers", system.peers().size()},
                        {"isSyncing", system.is_syncing()},
                        {"shouldHavePeers", system.should_have_peers()}};
}

RpcResult peers(SystemServices& system) {
    json::array out;
    for (const auto& peer : system.peers()) {
        out.push_back(json::object{{"peerId", peer.peer_id},
                                   {"roles", peer.roles},
                                   {"bestHash", hex(peer.best.hash)},
                                   {"bestNumber", peer.best.number}});
    }
    return out;
}

RpcResult sync_state(SystemServices& system) {
    const SyncState state = system.sync_state();
    return json::object{
        {"startingBlock", state.starting}, {"currentBlock", state.current}, {"highestBlock", state.highest}};
}

Json text_list(const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); }

/// Not stable in the reference either, which gives "peerset" as null with litep2p.
RpcResult network_state(SystemServices& system) {
    json::object connected;
    for (const auto& peer : system.peers()) {
        connected[peer.peer_id] = json::object{{"roles", peer.roles}, {"bestNumber", peer.best.number}};
    }
    return json::object{{"peerId", system.local_peer_id()},
                        {"listenedAddresses", text_list(system.local_listen_addresses())},
                        {"externalAddresses", text_list(system.external_addresses())},
                        {"connectedPeers", std::move(connected)},
                        {"notConnectedPeers", json::object()},
                        {"peerset", nullptr}};
}

RpcResult malformed_peer_or_null(Result<void, std::string> result) {
    if (!result) return Err(RpcError{kMalformedPeer, std::move(result).error()});
    return Json(nullptr);
}

// Observed: ParseErr::PeerIdMissing of sc-network 0.60.0, for an address without an id.
RpcResult add_reserved_peer(SystemServices& system, const Params& params) {
    TRY_ASSIGN(const std::string peer, params.string(0, "peer"));
    ENSURE(peer.find("/p2p/") != std::string::npos, RpcError(kMalformedPeer, "Peer id is missing from the address"));
    return malformed_peer_or_null(system.add_reserved_peer(peer));
}

RpcResult remove_reserved_peer(SystemServices& system, const Params& params) {
    TRY_ASSIGN(const std::string peer, params.string(0, "peer_id"));
    return malformed_peer_or_null(system.remove_reserved_peer(peer));
}

RpcResult add_log_filter(SystemServices& system, const Params& params) {
    TRY_ASSIGN(const std::string directives, params.string(0, "directives"));
    ENSURE(system.set_log_filter(directives), internal_error("the directives cannot be read: " + directives));
    return Json(nullptr);
}

void add_node(Registry& registry, Services& services) {
    SystemServices& system = services.system;
    const chain::ChainSpec& spec = services.client.spec();
    const auto simple = [&](const char* name, auto answer) {
        registry.method(name, {.cost = Cost::kLight, .is_usually_brief = true},
                        [answer](const Call&) -> RpcResult { return answer(); });
    };
    simple("system_name", [&system] { return Json(system.implementation_name()); });
    simple("system_version", [&system] { return Json(system.implementation_version()); });
    simple("system_chain", [&spec] { return Json(spec.name); });
    simple("system_chainType", [&spec] { return chain_type(spec); });
    simple("system_properties", [&spec] { return properties(spec); });
    simple("system_health", [&system] { return health(system); });
    simple("system_localPeerId", [&system] { return Json(system.local_peer_id()); });
    simple("system_localListenAddresses", [&system] { return text_list(system.local_listen_addresses()); });
    simple("system_nodeRoles", [&system] { return text_list(system.node_roles()); });
    simple("system_syncState", [&system] { return sync_state(system); });
    simple("system_reservedPeers", [&system] { return text_list(system.reserved_peers()); });
}

void add_unsafe(Registry& registry, SystemServices& system) {
    const auto unsafe = [](std::vector<std::string> parameters) {
        return Registry::MethodOptions{
            .safety = Safety::kUnsafe, .cost = Cost::kLight, .parameters = std::move(parameters)};
    };
    registry.method("system_peers", unsafe({}), [&system](const Call&) { return peers(system); });
    registry.method("system_unstable_networkState", unsafe({}),
                    [&system](const Call&) { return network_state(system); });
    registry.method("system_addReservedPeer", unsafe({"peer"}),
                    [&system](const Call& call) { return add_reserved_peer(system, call.params); });
    registry.method("system_removeReservedPeer", unsafe({"peer_id"}),
                    [&system](const Call& call) { return remove_reserved_peer(system, call.params); });
    registry.method("system_addLogFilter", unsafe({"directives"}),
                    [&system](const Call& call) { return add_log_filter(system, call.params); });
    registry.method("system_resetLogFilter", unsafe({}), [&system](const Call&) -> RpcResult {
        system.reset_log_filter();
        return Json(nullptr);
    });
}

/// An account as an address of any network, or in hex digits.
Result<Bytes, RpcError> read_account(const Params& params) {
    TRY_ASSIGN(const std::string text, params.string(0, "account"));
    if (text.starts_with("0x")) {
        TRY_ASSIGN(const Hash256 account, params.hash(0, "account"));
        return to_bytes(account.bytes);
    }
    auto address = crypto::ss58::decode(text);
    ENSURE(address, invalid_params(std::string("account: ") + crypto::ss58::to_string(address.error())));
    ENSURE(address->account.size() == 32, invalid_params("account: expected an address of 32 bytes"));
    return std::move(address->account);
}

/// The nonce in the state, and one more for each transaction of the account that is ready to follow: it provides the
/// tag (account, nonce).
uint32_t after_pending(const std::vector<pool::ReadyTransaction>& ready, const Bytes& account, uint32_t nonce) {
    Bytes tag = concat(account, scale::encode(nonce));
    for (const auto& transaction : ready) {
        if (std::ranges::find(*transaction.provides, tag) == transaction.provides->end()) continue;
        tag = concat(account, scale::encode(++nonce));
    }
    return nonce;
}

RpcResult next_index(Services& services, const Call& call) {
    TRY_ASSIGN(const Bytes account, read_account(call.params));
    // Before the state: a block that comes in between may take transactions of the pool, and the state then counts
    // them.
    const auto ready = services.pool.ready();
    const Hash256 best = services.client.best().hash;
    const auto nonce = ask_runtime(services.client, call, best, runtime_api::account_nonce::kAccountNonce, {},
                                   *primitives::AccountId::from(account));
    if (!nonce) return Err(RpcError{kSystemRuntimeError, "Unable to query nonce.", Json(nonce.error())});
    return Json(after_pending(ready, account, *nonce));
}

/// The result of applying the extrinsic to a state, as the runtime encodes it.
RpcResult dry_run(chain::Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const Bytes bytes, params.bytes(0, "extrinsic"));
    TRY_ASSIGN(const auto at, params.optional_hash(1, "at"));
    const auto extrinsic = decode_extrinsic(bytes);
    if (!extrinsic) return Err(RpcError{kSystemDecodeError, "Unable to dry run extrinsic", Json(extrinsic.error())});
    const auto answer = ask_runtime(client, call, block_or_best(client, at),
                                    runtime_api::block_builder::kApplyExtrinsic, {}, *extrinsic);
    if (!answer) return Err(RpcError{kSystemRuntimeError, "Unable to dry run extrinsic.", Json(answer.error())});
    return hex(BytesView(answer->bytes));
}

}  // namespace

void add_system(Registry& registry, Services& services) {
    add_node(registry, services);
    add_unsafe(registry, services.system);
    registry.method("system_accountNextIndex", {.parameters = {"account"}},
                    [&services](const Call& call) { return next_index(services, call); });
    registry.alias("account_nextIndex", "system_accountNextIndex");
    registry.method("system_dryRun", {.safety = Safety::kUnsafe, .parameters = {"extrinsic", "at"}},
                    [&client = services.client](const Call& call) { return dry_run(client, call); });
    registry.alias("system_dryRunAt", "system_dryRun");
}

}  // namespace serinus::rpc
