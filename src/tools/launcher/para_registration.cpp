#include "tools/launcher/para_registration.hpp"

#include <boost/json.hpp>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "metadata/shower.hpp"
#include "metadata/value_encoder.hpp"
#include "tools/launcher/validators.hpp"
#include "tools/remote/making.hpp"
#include "tools/remote/submission.hpp"

namespace serinus::launcher {
namespace {

namespace json = boost::json;
using chain::ParaGenesis;
using remote::ChainView;

/// The value of an item as JSON; nullopt: nothing is stored there.
Result<std::optional<json::value>, std::string> read(ChainView& chain, std::string_view pallet, std::string_view item,
                                                     const json::array& keys = {}) {
    TRY_ASSIGN(const Bytes key, metadata::storage_prefix(chain.metadata(), pallet, item, keys));
    TRY_ASSIGN(const auto value, chain.storage(key));
    if (!value) return std::optional<json::value>();
    constexpr size_t kMaxShown = size_t{1} << 20;
    return std::optional(metadata::Shower(chain.metadata(), {.max_shown_bytes = kMaxShown}).show_value_of(key, *value));
}

const json::value* field(const json::value& object, std::string_view name) {
    return object.is_object() ? object.get_object().if_contains(name) : nullptr;
}

uint64_t number_or(const json::value* value, uint64_t otherwise) {
    boost::system::error_code failed;
    if (value == nullptr || !value->is_number()) return otherwise;
    const auto number = value->to_number<uint64_t>(failed);
    return failed ? otherwise : number;
}

Result<void, std::string> check_runtime(const metadata::Metadata& metadata) {
    ENSURE(metadata.find_pallet("Paras") != nullptr, std::string("the relay chain's runtime knows no parachains"));
    ENSURE(metadata.find_pallet("Sudo") != nullptr,
           std::string("the relay chain's runtime has no pallet Sudo, so nobody can give a parachain a core while the "
                       "chain runs: begin a network with it by --para"));
    for (const char* const pallet : {"Utility", "Coretime"}) {
        ENSURE(metadata.find_pallet(pallet) != nullptr,
               format_text("the relay chain's runtime has no pallet {}: begin a network with the parachain by --para",
                           pallet));
    }
    return {};
}

/// The URI of the Sudo key.
Result<std::string, std::string> sudo_secret(ChainView& chain) {
    TRY_ASSIGN(const auto stored, chain.storage(metadata::item_prefix("Sudo", "Key")));
    ENSURE(stored, std::string("Sudo of the relay chain has no key any more"));
    for (size_t i = 0; has_key_option(validator_at(i).secret); ++i) {
        std::string secret = validator_at(i).secret;
        if (equal(sr25519_key_of(secret), *stored)) return secret;
    }
    return Err("the relay chain's Sudo key " + to_hex_prefixed(*stored) + " is none of //Alice, //Bob … //Two");
}

bool is_idle(const json::value& descriptor) {
    const json::value* const queue = field(descriptor, "queue");
    const json::value* const work = field(descriptor, "current_work");
    return queue != nullptr && queue->is_null() && work != nullptr && work->is_null();
}

/// Whether nothing is to be done on a core. Observed: the system runtimes 1.3 to 2.0 have a map of descriptors, 2.3
/// one value.
Result<bool, std::string> is_free(ChainView& chain, uint32_t core) {
    if (chain.metadata().find_entry("CoretimeAssignmentProvider", "CoreDescriptors") != nullptr) {
        TRY_ASSIGN(const auto one, read(chain, "CoretimeAssignmentProvider", "CoreDescriptors", {core}));
        return !one || is_idle(*one);
    }
    ENSURE(chain.metadata().find_entry("ParaScheduler", "CoreDescriptors") != nullptr,
           std::string("the relay chain's runtime assigns cores by its list of parachains, as in 2023: begin a network "
                       "with the parachain by --para"));
    TRY_ASSIGN(const auto all, read(chain, "ParaScheduler", "CoreDescriptors"));
    const json::array* const entries = all ? all->if_array() : nullptr;
    if (entries == nullptr) return true;
    return std::ranges::none_of(*entries, [&](const json::value& entry) {
        const json::array* const pair = entry.if_array();
        return pair != nullptr && pair->size() == 2 && number_or(&(*pair)[0], ~uint64_t{0}) == core &&
               !is_idle((*pair)[1]);
    });
}

Result<uint32_t, std::string> free_core(ChainView& chain, const json::value& configuration) {
    const json::value* const parameters = field(configuration, "scheduler_params");
    const uint64_t configured = parameters == nullptr ? 0 : number_or(field(*parameters, "num_cores"), 0);
    TRY_ASSIGN(const auto groups, read(chain, "ParaScheduler", "ValidatorGroups"));
    const uint64_t backed = groups && groups->is_array() ? groups->get_array().size() : 0;
    const uint64_t count = std::min(configured, backed);
    for (uint32_t core = 0; core < count; ++core) {
        if (TRY(is_free(chain, core))) return core;
    }
    ENSURE(count > 0,
           std::string("the relay chain has no cores: a network that this program begins has one for each validator"));
    return Err(format_text(
        "all {} cores of the relay chain have work: a network begins with as many as validators (--validators)",
        count));
}

Result<void, std::string> check_para(ChainView& chain, const ParaGenesis& para, const json::value& configuration) {
    TRY_ASSIGN(const auto lifecycle, read(chain, "Paras", "ParaLifecycles", {para.id}));
    ENSURE(!lifecycle, format_text("parachain {} is there already", para.id));
    const uint64_t max_code = number_or(field(configuration, "max_code_size"), ~uint64_t{0});
    ENSURE(para.code.size() <= max_code, format_text("the code of parachain {} has {} bytes, the relay chain takes {}",
                                                     para.id, para.code.size(), max_code));
    const uint64_t max_head = number_or(field(configuration, "max_head_data_size"), ~uint64_t{0});
    ENSURE(para.head.size() <= max_head,
           format_text("the genesis header of parachain {} has {} bytes, the relay chain takes {}", para.id,
                       para.head.size(), max_head));
    return {};
}

template <class T>
std::string encoded(const T& value) {
    return to_hex_prefixed(scale::encode(value));
}

/// What Paras has of the parachain then. Observed: initialize_para_now of polkadot_runtime_parachains::paras 1.7.1
Result<json::object, std::string> paras_items(ChainView& chain, const ParaGenesis& para) {
    TRY_ASSIGN(const auto listed, read(chain, "Paras", "Parachains"));
    std::vector<uint64_t> ids = {para.id};
    if (listed && listed->is_array()) {
        for (const json::value& id : listed->get_array()) ids.push_back(number_or(&id, 0));
    }
    std::ranges::sort(ids);
    const Hash256 hash = hashing::blake2b_256(para.code);
    const std::string hash_text = to_hex_prefixed(hash.bytes);
    TRY_ASSIGN(const auto references, read(chain, "Paras", "CodeByHashRefs", {json::string(hash_text)}));
    const auto map_of = [](json::value key, json::value value) {
        json::array out;  // one array in the braces of another would be a copy of it
        out.push_back(json::array{std::move(key), std::move(value)});
        return out;
    };
    json::object out{
        {"Parachains", json::array(ids.begin(), ids.end())},
        {"ParaLifecycles", map_of(para.id, "Parachain")},
        {"Heads", map_of(para.id, json::string(encoded(para.head)))},
        {"CurrentCodeHash", map_of(para.id, json::string(hash_text))},
        {"CodeByHash", map_of(json::string(hash_text), json::string(encoded(para.code)))},
        {"CodeByHashRefs", map_of(json::string(hash_text), references ? number_or(&*references, 0) + 1 : uint64_t{1})}};
    if (chain.metadata().find_entry("Paras", "MostRecentContext") != nullptr) {
        out["MostRecentContext"] = map_of(para.id, chain.block().number);
    }
    return out;
}

Result<Bytes, std::string> registering_call(ChainView& chain, const ParaGenesis& para, uint32_t core) {
    TRY_ASSIGN(const auto items, paras_items(chain, para));
    TRY_ASSIGN(const auto storage, metadata::encode_storage(chain.metadata(), {{"Paras", items}}));
    json::array pairs;
    for (const auto& [key, value] : storage.values) {
        pairs.push_back(json::array{json::string(to_hex_prefixed(key)), json::string(to_hex_prefixed(*value))});
    }
    compose::TextReader reader(chain.metadata(), chain.units(), {});
    TRY_ASSIGN(const Bytes set, reader.read_call({"system.set_storage", json::serialize(pairs)}));
    constexpr uint32_t kWhole = 57'600;  // of PartsOf57600
    json::array whole;
    whole.push_back(json::array{json::object{{"Task", para.id}}, kWhole});
    TRY_ASSIGN(const Bytes assign,
               reader.read_call({"coretime.assign_core", std::to_string(core), std::to_string(chain.block().number),
                                 json::serialize(whole), "none"}));
    TRY_ASSIGN(const Bytes both, compose::in_batch(reader, "batch_all", {set, assign}));
    return compose::in_sudo(reader, both);
}

}  // namespace

Result<Registration, std::string> register_para(ChainView& chain, const ParaGenesis& para,
                                                platform::Scheduler& scheduler) {
    TRY(check_runtime(chain.metadata()));
    TRY_ASSIGN(const std::string secret, sudo_secret(chain));
    TRY_ASSIGN(const auto configuration, read(chain, "Configuration", "ActiveConfig"));
    ENSURE(configuration, std::string("the relay chain has no configuration of parachains"));
    TRY(check_para(chain, para, *configuration));
    Registration out;
    out.core = TRY(free_core(chain, *configuration));
    TRY_ASSIGN(const Bytes call, registering_call(chain, para, out.core));

    const auto key = crypto::key_from_uri(crypto::Scheme::kSr25519, secret, std::nullopt);
    ENSURE(key, "no key has the secret " + secret);
    const Hash256 account = *Hash256::from(key->pair.public_key());
    const remote::Sign sign = [&](BytesView payload) -> Result<compose::Signed, std::string> {
        return compose::Signed{.scheme = crypto::Scheme::kSr25519,
                               .account = account,
                               .signature = key->pair.sign(payload, scheduler.random_array<32>())};
    };
    TRY_ASSIGN(const auto made, remote::make_signed(chain, account, call, {}, sign));
    ENSURE(!made.refusal, "the relay chain does not take the registration: " + made.refusal->reason);
    TRY_ASSIGN(const auto outcome, remote::submit(chain, made.extrinsic, remote::Until::kInBlock, [](const auto&) {}));
    ENSURE(outcome, std::string("the relay chain does not say what became of the registration"));
    ENSURE(!outcome->error, "the registration failed: " + outcome->error.value_or(""));
    out.block = outcome->block;
    return out;
}

}  // namespace serinus::launcher
