#include "tools/launcher/genesis_validators.hpp"

#include <boost/json.hpp>
#include <set>

#include "base/assert.hpp"
#include "chain/import/runtime_source.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/genesis_state.hpp"
#include "codec/scale.hpp"
#include "crypto/key_pair.hpp"
#include "crypto/ss58.hpp"
#include "runtime_api/aura.hpp"
#include "runtime_api/babe.hpp"
#include "runtime_api/on_state.hpp"
#include "state/memory_backend.hpp"

namespace serinus::launcher {
namespace {

namespace json = boost::json;
using crypto::Scheme;

std::string address_of(Scheme scheme, const std::string& secret) {
    const auto key = crypto::key_from_uri(scheme, secret, std::nullopt);
    SERINUS_ASSERT(key.has_value());
    return crypto::ss58::encode(crypto::ss58::kSubstratePrefix, key->pair.public_key());
}

/// Session keys of relay chains by name: all that are not named here are sr25519.
Scheme scheme_of(std::string_view key_name) {
    if (key_name == "grandpa") return Scheme::kEd25519;
    return key_name == "beefy" ? Scheme::kEcdsa : Scheme::kSr25519;
}

/// `object[outer][inner]`, which must be an array; nullptr: it is not there.
json::array* find_array(json::value& object, std::string_view outer, std::string_view inner) {
    auto* found = object.is_object() ? object.get_object().if_contains(outer) : nullptr;
    if (found == nullptr || !found->is_object()) return nullptr;
    found = found->get_object().if_contains(inner);
    return found == nullptr ? nullptr : found->if_array();
}

/// [account, validator, {name: key, …}] as the first one has it.
const json::object* find_key_names(const json::array& keys) {
    const json::array* first = keys.empty() ? nullptr : keys[0].if_array();
    return first == nullptr || first->size() != 3 ? nullptr : (*first)[2].if_object();
}

/// [[account, amount], …] with amounts whose digits JSON numbers of 64 bits hold.
bool are_exact(const json::array& balances) {
    return !balances.empty() && std::ranges::all_of(balances, [](const json::value& entry) {
        const json::array* pair = entry.if_array();
        return pair != nullptr && pair->size() == 2 && !pair->at(1).is_double();
    });
}

/// The pallet of staking, so that the chain goes on with the validators that it begins with. Each bonds what the first
/// validator has bonded; nominators stay who are no validators. Nothing where the chain begins without stakers.
/// Pallets: Staking
std::optional<json::object> staking_of(json::value& root, const json::array& stashes) {
    constexpr std::string_view kValidator = "Validator";
    const json::array* const stakers = find_array(root, "staking", "stakers");
    const json::array* const first = stakers == nullptr || stakers->empty() ? nullptr : (*stakers)[0].if_array();
    if (first == nullptr || first->size() != 4 || (*first)[2].is_double()) return std::nullopt;
    json::array changed;
    for (const json::value& stash : stashes) {
        changed.push_back(json::array{stash, stash, (*first)[2], json::string(kValidator)});
    }
    for (const json::value& staker : *stakers) {
        const json::array* const parts = staker.if_array();
        if (parts == nullptr || parts->size() != 4 || (*parts)[3] == json::value(json::string(kValidator))) continue;
        if (std::ranges::find(stashes, (*parts)[0]) == stashes.end()) changed.push_back(staker);
    }
    return json::object{
        {"stakers", std::move(changed)}, {"validatorCount", stashes.size()}, {"invulnerables", stashes}};
}

void endow(json::array& balances, const std::string& account) {
    for (const json::value& entry : balances) {
        if (entry.get_array()[0] == json::value(account)) return;
    }
    const json::value endowment = balances[0].get_array()[1];
    balances.push_back(json::array{json::value(account), endowment});
}

}  // namespace

Result<chain::JsonText, std::string> with_validators(const chain::JsonText& config,
                                                     std::span<const Validator> validators) {
    boost::system::error_code error;
    json::value root = json::parse(config.text, error);
    ENSURE(!error, std::string("the configuration of the genesis is no JSON"));
    const json::array* const keys = find_array(root, "session", "keys");
    const json::object* const names = keys == nullptr ? nullptr : find_key_names(*keys);
    ENSURE(names != nullptr, std::string("the genesis has no session.keys that could be given to other validators"));
    json::array* const balances = find_array(root, "balances", "balances");
    ENSURE(balances != nullptr && are_exact(*balances),
           std::string("the genesis has no balances.balances that could endow other validators"));

    json::array replaced, stashes;
    for (const Validator& validator : validators) {
        json::object session;
        for (const auto& name : *names) {
            session[name.key()] = address_of(scheme_of(name.key()), validator.secret);
        }
        // The stash is the validator and keeps its keys itself.
        const std::string stash = address_of(Scheme::kSr25519, validator.secret + "//stash");
        stashes.push_back(json::value(stash));
        endow(*balances, stash);
        endow(*balances, address_of(Scheme::kSr25519, validator.secret));
        replaced.push_back(json::array{json::value(stash), json::value(stash), std::move(session)});
    }
    // All other parts of the configuration keep their digits.
    json::object patch{{"session", {{"keys", std::move(replaced)}}}, {"balances", {{"balances", *balances}}}};
    if (auto staking = staking_of(root, stashes)) patch["staking"] = *std::move(staking);
    return chain::JsonText{chain::merge_json(config.text, json::serialize(patch))};
}

Result<Authorities, std::string> authorities_of(const chain::ChainSpec& spec, executor::Executor& executor) {
    const auto* raw = std::get_if<chain::RawGenesis>(&spec.genesis);
    ENSURE(raw != nullptr, std::string("the specification has no genesis state"));
    const auto version = chain::state_version_of(*raw);
    if (!version) return Err(version.error().to_string());
    state::MemoryBackend backend;
    if (const auto root = backend.apply(chain::changes_of(*raw), *version); !root) return Err(root.error().reason);
    state::Overlay overlay(backend);
    chain::RuntimeSource runtimes(executor, spec.code_substitutes);
    const auto loaded = runtimes.load(overlay, 0);
    if (!loaded) return Err(loaded.error().reason);

    std::vector<ByteArray<32>> keys;
    const runtime_api::OnState on{executor, *loaded->runtime, overlay};
    const auto is_undecodable = [](const auto& answer) {
        return !answer && answer.error().kind == executor::CallError::Kind::kBadResult;
    };
    const auto babe = runtime_api::call(on, runtime_api::babe::kConfiguration);
    if (is_undecodable(babe)) return Err(babe.error().reason);
    if (babe) {
        for (const auto& authority : babe->authorities) keys.push_back(authority.key.bytes);
    } else if (auto aura = runtime_api::call(on, runtime_api::aura::kAuthorities)) {
        keys = *std::move(aura);
    } else if (is_undecodable(aura)) {
        return Err(aura.error().reason);
    } else {
        return Err(std::string("the runtime says nothing of authorities: it has neither BABE nor Aura"));
    }
    Authorities out{.known = 0, .all = keys.size()};
    const auto is_authority = [&](const Bytes& wanted) {
        return std::ranges::any_of(keys, [&](const auto& key) { return std::ranges::equal(key, wanted); });
    };
    while (out.known < keys.size() && is_authority(sr25519_key_of(validator_at(out.known).secret))) ++out.known;
    return out;
}

}  // namespace serinus::launcher
