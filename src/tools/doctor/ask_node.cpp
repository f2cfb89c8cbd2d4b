#include "tools/doctor/ask_node.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/shower.hpp"
#include "runtime_api/session_keys.hpp"

namespace serinus::doctor {
namespace {

namespace json = boost::json;

using remote::ChainView;

json::value answer_or_null(ChainView& chain, std::string_view method, const json::array& params = {}) {
    auto answer = chain.rpc().call(method, params);
    return answer ? *std::move(answer) : json::value(nullptr);
}

const json::value* member(const json::value& value, std::string_view name) {
    const auto* object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

std::string text_or_empty(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : std::string();
}

/// A value of an item; empty: it is not there, or the chain has no such item.
Result<Bytes, std::string> item_value(ChainView& chain, std::string_view pallet, std::string_view entry,
                                      std::span<const BytesView> keys) {
    const auto* of = chain.metadata().find_pallet(pallet);
    const auto* found = chain.metadata().find_entry(pallet, entry);
    if (of == nullptr || found == nullptr) return Bytes();
    const auto key = keys.empty() ? std::optional(metadata::item_prefix(of->storage->prefix, found->name))
                                  : metadata::map_key({of, found}, keys);
    if (!key) return Bytes();
    TRY_ASSIGN(auto value, chain.storage(*key));
    return std::move(value).value_or(Bytes());
}

/// The session keys within the encoded keys of a stash, by their types.
Result<std::vector<SessionKey>, std::string> keys_in(ChainView& chain, const Bytes& encoded) {
    TRY_ASSIGN(const auto decoded, chain.ask(runtime_api::session_keys::kDecode, encoded));
    ENSURE(decoded, std::string("the runtime cannot decode the session keys of the stash"));
    std::vector<SessionKey> out;
    out.reserve(decoded->size());
    for (const auto& one : *decoded) {
        out.push_back({.type = std::string(as_text(one.type.bytes)), .key = to_hex_prefixed(one.key)});
    }
    return out;
}

/// Whether some stash has the key. Pallet: session
Result<bool, std::string> has_owner(ChainView& chain, const SessionKey& key) {
    const auto bytes = from_hex_prefixed(key.key);
    ENSURE(bytes, std::string("a key of the keystore is no hex text"));
    Bytes encoded = to_bytes(as_bytes(key.type));
    scale::append_encoded(encoded, *bytes);
    const std::array<BytesView, 1> keys{BytesView(encoded)};
    TRY_ASSIGN(const Bytes owner, item_value(chain, "Session", "KeyOwner", keys));
    return !owner.empty();
}

Result<void, std::string> look_at_stash(ChainView& chain, BytesView stash, const HasKey& has_key, KeyFacts& out) {
    out.stash = chain.units().address(stash);
    const std::array<BytesView, 1> of_stash{stash};
    out.is_bonded = !TRY(item_value(chain, "Staking", "Bonded", of_stash)).empty();
    out.wants_to_validate = !TRY(item_value(chain, "Staking", "Validators", of_stash)).empty();
    const Bytes validators = TRY(item_value(chain, "Session", "Validators", {}));
    const auto listed = scale::decode<std::vector<Hash256>>(validators);
    const auto account = Hash256::from(stash);
    out.is_validator = listed && account && std::ranges::find(*listed, *account) != listed->end();
    // A chain without staking, such as a development chain, has validators all the same.
    const bool has_staking = chain.metadata().find_pallet("Staking") != nullptr;
    if (!has_staking) out.is_bonded = out.wants_to_validate = true;
    const Bytes next = TRY(item_value(chain, "Session", "NextKeys", of_stash));
    out.has_session_keys = !next.empty();
    if (next.empty()) return {};
    TRY_ASSIGN(const auto all, keys_in(chain, next));
    for (const SessionKey& one : all) {
        const auto has = has_key(one);
        if (has.value_or(true)) {
            ++out.complete;
        } else {
            out.missing_here.push_back(one);
        }
    }
    return {};
}

}  // namespace

Result<NodeFacts, std::string> ask_node(ChainView& chain, uint64_t now_ms) {
    NodeFacts out;
    out.chain = chain.chain_name();
    out.version = text_or_empty(answer_or_null(chain, "system_name")) + " " +
                  text_or_empty(answer_or_null(chain, "system_version"));
    const json::value health = answer_or_null(chain, "system_health");
    if (const auto* peers = member(health, "peers"); peers != nullptr && peers->is_int64()) {
        out.peers = static_cast<uint64_t>(peers->get_int64());
    }
    if (const auto* syncing = member(health, "isSyncing"); syncing != nullptr && syncing->is_bool()) {
        out.is_syncing = syncing->get_bool();
    }
    const json::value roles = answer_or_null(chain, "system_nodeRoles");
    if (const auto* list = roles.if_array()) {
        out.is_authority = std::ranges::find(*list, json::value("Authority")) != list->end();
    }
    out.best = chain.block().number;
    out.finalized = TRY(chain.finalized()).number;
    out.now_ms = now_ms;
    const auto time = scale::decode<uint64_t>(TRY(item_value(chain, "Timestamp", "Now", {})));
    if (time && *time != 0) out.best_time_ms = *time;
    return out;
}

HasKey ask_for_keys(ChainView& chain) {
    return [&chain](const SessionKey& key) -> std::optional<bool> {
        const json::value answer = answer_or_null(chain, "author_hasKey", {key.key, key.type});
        return answer.is_bool() ? std::optional(answer.get_bool()) : std::nullopt;
    };
}

Result<KeyFacts, std::string> ask_for_stash(ChainView& chain, BytesView stash,
                                            const std::vector<SessionKey>& in_keystore, const HasKey& has_key) {
    KeyFacts out;
    for (const SessionKey& one : in_keystore) {
        if (!TRY(has_owner(chain, one))) out.missing_on_chain.push_back(one);
    }
    if (!stash.empty()) TRY(look_at_stash(chain, stash, has_key, out));
    return out;
}

}  // namespace serinus::doctor
