#include "chain/spec/para_genesis.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/raw_state.hpp"
#include "codec/scale.hpp"
#include "crypto/ss58.hpp"
#include "executor/runtime_code.hpp"
#include "hashing/hashing.hpp"
#include "metadata/shower.hpp"
#include "metadata/value_encoder.hpp"
#include "runtime_api/newest_metadata.hpp"
#include "wasm/module.hpp"

namespace serinus::chain {
namespace {

namespace json = boost::json;

constexpr std::string_view kSystemCode = ":code";

Result<std::unique_ptr<const metadata::Metadata>, std::string> metadata_of(const RawGenesis& genesis,
                                                                           executor::Executor& executor) {
    RawStateBackend state(genesis);
    state::Overlay overlay(state);
    const auto runtime = executor.runtime_of(overlay);
    if (!runtime) return Err(runtime.error().reason);
    auto encoded = runtime_api::newest_metadata({executor, **runtime, overlay});
    if (!encoded) return Err(encoded.error().reason);
    return metadata::Metadata::decode(*std::move(encoded));
}

/// Items of the genesis as JSON.
class Items {
  public:
    Items(const RawGenesis& genesis, const metadata::Metadata& metadata) : genesis_(genesis), metadata_(metadata) {}

    bool has(std::string_view pallet, std::string_view item) const {
        return metadata_.find_entry(pallet, item) != nullptr;
    }
    /// `key`: the hashed key of a map. The error is a sentence: the pallet or the value is not there.
    Result<json::value, std::string> read(std::string_view pallet, std::string_view item, BytesView key = {}) const {
        ENSURE(has(pallet, item), format_text("the relay chain's runtime has no {}.{}", pallet, item));
        const Bytes full = concat(metadata::item_prefix(pallet, item), key);
        const auto value = genesis_.top.find(full);
        ENSURE(value, format_text("the relay chain's genesis has no {}.{}", pallet, item));
        // As long as a state may be; nothing is cut off.
        return metadata::Shower(metadata_, {.max_shown_bytes = size_t{1} << 30}).show_value_of(full, *value);
    }

  private:
    const RawGenesis& genesis_;
    const metadata::Metadata& metadata_;
};

/// The field of an object, nullptr if there is none.
json::value* field(json::value& object, std::string_view name) {
    return object.is_object() ? object.as_object().if_contains(name) : nullptr;
}

/// nullopt: no natural number.
std::optional<uint64_t> number_in(const json::value* value) {
    boost::system::error_code failed;
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const auto number = value->to_number<uint64_t>(failed);
    return failed ? std::nullopt : std::optional(number);
}

/// The text of a value that is given encoded.
template <class T>
std::string encoded(const T& value) {
    return to_hex_prefixed(scale::encode(value));
}

/// Validators in groups whose sizes differ by one at most, the larger ones first.
/// Observed: initializer_on_new_session of polkadot_runtime_parachains::scheduler 1.0.0
json::array groups_of(uint64_t validators, uint64_t cores) {
    json::array out;
    uint64_t next = 0;
    for (uint64_t i = 0; i < cores; ++i) {
        json::array group;
        const uint64_t size = validators / cores + (i < validators % cores ? 1 : 0);
        for (uint64_t k = 0; k < size; ++k) group.push_back(next++);
        out.push_back(std::move(group));
    }
    return out;
}

/// A list of a session from the keys of the validators, in the order of the active ones.
json::array keys_named(json::array& queued, const json::array& active, std::string_view name) {
    json::array out;
    for (const json::value& index : active) {
        const auto place = number_in(&index);
        if (!place || *place >= queued.size()) continue;
        json::value& entry = queued[*place];  // [account, keys]
        if (!entry.is_array() || entry.as_array().size() != 2) continue;
        if (const auto* key = field(entry.as_array()[1], name)) out.push_back(*key);
    }
    return out;
}

Result<void, std::string> check_sizes(const ParaGenesis& para, json::value& configuration) {
    const auto limit = [&](std::string_view name) -> uint64_t {
        return number_in(field(configuration, name)).value_or(~uint64_t{0});
    };
    ENSURE(para.code.size() <= limit("max_code_size"),
           format_text("the code of parachain {} has {} bytes, the relay chain takes {}", para.id, para.code.size(),
                       limit("max_code_size")));
    ENSURE(para.head.size() <= limit("max_head_data_size"),
           format_text("the genesis header of parachain {} has {} bytes, the relay chain takes {}", para.id,
                       para.head.size(), limit("max_head_data_size")));
    return {};
}

/// The pallet Paras with these parachains besides those that it has. Observed: initialize_para_now of
/// polkadot_runtime_parachains::paras 1.0.0
Result<json::object, std::string> paras_with(const Items& items, json::value& parachains,
                                             const std::vector<ParaGenesis>& paras) {
    json::array lifecycles, heads, contexts, current, codes, references;
    std::map<Hash256, uint32_t> uses;
    std::vector<uint64_t> ids;
    for (const json::value& id : parachains.as_array()) ids.push_back(number_in(&id).value_or(0));
    for (const ParaGenesis& para : paras) {
        ENSURE(std::ranges::find(ids, uint64_t{para.id}) == ids.end(),
               format_text("parachain {} is there already", para.id));
        ids.push_back(para.id);
        const Hash256 hash = hashing::blake2b_256(para.code);
        const std::string hash_text = to_hex_prefixed(hash.bytes);
        lifecycles.push_back(json::array{para.id, "Parachain"});
        heads.push_back(json::array{para.id, encoded(para.head)});
        contexts.push_back(json::array{para.id, 0});
        current.push_back(json::array{para.id, hash_text});
        if (uses[hash]++ == 0) codes.push_back(json::array{hash_text, encoded(para.code)});
    }
    for (const auto& [hash, count] : uses) references.push_back(json::array{to_hex_prefixed(hash.bytes), count});
    std::ranges::sort(ids);
    json::object out{{"Parachains", json::array(ids.begin(), ids.end())},
                     {"ParaLifecycles", std::move(lifecycles)},
                     {"Heads", std::move(heads)},
                     {"CurrentCodeHash", std::move(current)},
                     {"CodeByHash", std::move(codes)},
                     {"CodeByHashRefs", std::move(references)}};
    if (items.has("Paras", "MostRecentContext")) out["MostRecentContext"] = std::move(contexts);
    return out;
}

/// Where a runtime keeps what is to be done on its cores.
struct CoreDescriptors {
    std::string_view pallet;
    bool is_map = false;  ///< by core; otherwise one value for all
};
/// nullopt: the list of parachains assigns the cores.
/// Observed: the system runtimes 1.3 to 2.0 have the map, 2.3 the value.
std::optional<CoreDescriptors> find_descriptors(const metadata::Metadata& metadata) {
    for (const std::string_view pallet : {"ParaScheduler", "CoretimeAssignmentProvider"}) {
        const auto* entry = metadata.find_entry(pallet, "CoreDescriptors");
        if (entry == nullptr) continue;
        return CoreDescriptors{pallet, std::holds_alternative<metadata::MapEntry>(entry->type)};
    }
    return std::nullopt;
}

/// A core that works for one parachain alone, without an end. Observed: Kusama 1.7.1: CoreDescriptor of
/// polkadot_runtime_parachains::assigner_coretime
json::object whole_core_for(ParaId para) {
    constexpr uint32_t kWhole = 57'600;  // of PartsOf57600
    json::array assignments;
    assignments.push_back(
        json::array{json::object{{"Task", para}}, json::object{{"ratio", kWhole}, {"remaining", kWhole}}});
    return {
        {"queue", nullptr},
        {"current_work",
         json::object{{"assignments", std::move(assignments)}, {"end_hint", nullptr}, {"pos", 0}, {"step", kWhole}}}};
}

/// Of the map or of the value: pairs of a core and what it works for.
json::array descriptors_of(const std::vector<ParaGenesis>& paras) {
    json::array out;
    for (uint32_t core = 0; core < paras.size(); ++core) {
        out.push_back(json::array{core, whole_core_for(paras[core].id)});
    }
    return out;
}

/// Collators of today make no older receipts, and a runtime without this feature leaves these out of its blocks.
Result<void, std::string> allow_receipts_v2(json::value& configuration) {
    constexpr size_t kCandidateReceiptV2 = 3;  // the bit of node_features
    json::value* const features = field(configuration, "node_features");
    ENSURE(features != nullptr && features->is_string(),
           std::string("the relay chain's configuration has no node_features"));
    std::string bits(features->get_string());
    if (bits.size() <= kCandidateReceiptV2) bits.resize(kCandidateReceiptV2 + 1, '0');
    bits[kCandidateReceiptV2] = '1';
    *features = json::string(bits);
    return {};
}

/// So many cores, in the configuration of a runtime that assigns them by descriptors. Returns how many cores there are:
/// where the size of groups has no limit it becomes one validator, as nobody approves a candidate that his own group
/// has backed, and each validator has a group then. Observed: assign_next_sessions_cores of
/// polkadot_runtime_parachains::scheduler 1.7.1
Result<uint64_t, std::string> configure_cores(json::value& configuration, uint64_t wanted, uint64_t validators) {
    json::value* const parameters = field(configuration, "scheduler_params");
    ENSURE(parameters != nullptr && parameters->is_object(),
           std::string("the relay chain's configuration has no scheduler_params"));
    json::value* const count = field(*parameters, "num_cores");
    json::value* const lookahead = field(*parameters, "lookahead");
    json::value* const rotation = field(*parameters, "group_rotation_frequency");
    json::value* const per_core = field(*parameters, "max_validators_per_core");
    ENSURE(count != nullptr && lookahead != nullptr && rotation != nullptr && per_core != nullptr,
           std::string("the relay chain's scheduler_params lack num_cores, lookahead, group_rotation_frequency or "
                       "max_validators_per_core"));
    *count = wanted;
    constexpr uint64_t kLookahead = 3, kRotationBlocks = 4;
    *lookahead = kLookahead;
    *rotation = kRotationBlocks;
    if (number_in(per_core).value_or(0) == 0) *per_core = 1;
    TRY(allow_receipts_v2(configuration));
    return std::max(wanted, validators / *number_in(per_core));
}

StorageMap with_values(const StorageMap& old, std::vector<std::pair<Bytes, std::optional<Bytes>>> values) {
    std::map<Bytes, std::optional<Bytes>> changed;
    for (auto& [key, value] : values) changed[std::move(key)] = std::move(value);
    StorageMap out;
    for (size_t i = 0; i < old.size(); ++i) {
        if (!changed.contains(to_bytes(old[i].key))) out.add(old[i].key, old[i].value);
    }
    for (const auto& [key, value] : changed) {
        if (value) out.add(key, *value);
    }
    (void)out.sort();  // no key is twice in it
    return out;
}

}  // namespace

Result<ParaGenesis, std::string> para_genesis_of(ParaId id, const ChainSpec& spec) {
    for (const Extension& extension : spec.extensions) {
        if (extension.name != "para_id" && extension.name != "paraId") continue;
        ENSURE(
            extension.value.text == std::to_string(id),
            format_text("the specification \"{}\" is that of parachain {}, not {}", spec.id, extension.value.text, id));
    }
    const auto* raw = std::get_if<RawGenesis>(&spec.genesis);
    ENSURE(raw != nullptr, format_text("the genesis of \"{}\" is not a raw state", spec.id));
    const auto code = raw->top.find(as_bytes(kSystemCode));
    ENSURE(code && !code->empty(), format_text("the genesis of \"{}\" has no code", spec.id));
    Bytes storage;
    const auto wasm = executor::wasm_of(*code, storage);
    ENSURE(wasm, format_text("the code of \"{}\": {}", spec.id, executor::to_string(wasm.error())));
    const auto module = wasm::parse_module(to_bytes(*wasm));
    ENSURE(module && (*module)->find_export("validate_block", wasm::ExternKind::kFunction) != nullptr,
           format_text("the code of \"{}\" has no function validate_block: it is not that of a parachain", spec.id));
    const auto block = genesis_block(spec);
    if (!block) return Err(block.error().to_string());
    return ParaGenesis{.id = id, .head = scale::encode(block->header), .code = to_bytes(*code)};
}

Result<void, std::string> add_paras(RawGenesis& relay, const std::vector<ParaGenesis>& paras,
                                    executor::Executor& executor, CoreCount core_count) {
    if (paras.empty() && core_count == CoreCount::kOfParas) return {};
    TRY_ASSIGN(const auto metadata, metadata_of(relay, executor));
    const Items items(relay, *metadata);
    const auto descriptors = find_descriptors(*metadata);
    if (paras.empty() && !descriptors) return {};
    ENSURE(metadata->find_pallet("Paras") != nullptr, std::string("the relay chain's runtime knows no parachains"));

    TRY_ASSIGN(json::value configuration, items.read("Configuration", "ActiveConfig"));
    for (const ParaGenesis& para : paras) TRY(check_sizes(para, configuration));
    if (!descriptors) {
        json::value* const per_core = field(configuration, "max_validators_per_core");
        ENSURE(per_core != nullptr, std::string("the relay chain's configuration has no max_validators_per_core"));
        *per_core = 1;
    }

    json::value parachains = json::array();
    if (relay.top.find(metadata::item_prefix("Paras", "Parachains"))) {
        parachains = TRY(items.read("Paras", "Parachains"));
    }
    ENSURE(parachains.is_array(), std::string("the relay chain's list of parachains cannot be read"));
    TRY_ASSIGN(json::object paras_pallet, paras_with(items, parachains, paras));

    const Bytes first_session(4, 0);  // SessionIndex 0, behind Identity
    TRY_ASSIGN(json::value session, items.read("ParaSessionInfo", "Sessions", first_session));
    TRY_ASSIGN(json::value active, items.read("ParasShared", "ActiveValidatorIndices"));
    TRY_ASSIGN(json::value queued, items.read("Session", "QueuedKeys"));
    ENSURE(session.is_object() && active.is_array() && queued.is_array() && !active.as_array().empty(),
           std::string("the relay chain's session 0 has no validators"));
    const uint64_t validators = active.as_array().size();
    const uint64_t count = paras_pallet["Parachains"].as_array().size();
    ENSURE(count <= validators,
           format_text("{} parachains need as many validators, one for each core, and the relay chain has {}: take a "
                       "specification with more validators, or fewer parachains",
                       count, validators));
    uint64_t cores = validators;
    if (descriptors) {
        const uint64_t wanted = core_count == CoreCount::kOfValidators ? validators : paras.size();
        cores = TRY(configure_cores(configuration, wanted, validators));
    }
    const json::array groups = groups_of(validators, cores);
    json::object& info = session.as_object();
    info["validator_groups"] = groups;
    info["n_cores"] = cores;
    info["assignment_keys"] = keys_named(queued.as_array(), active.as_array(), "para_assignment");
    info["discovery_keys"] = keys_named(queued.as_array(), active.as_array(), "authority_discovery");

    json::array sessions;
    sessions.push_back(json::array{0, std::move(session)});
    json::object scheduler{{"ValidatorGroups", groups}};
    if (items.has("ParaScheduler", "AvailabilityCores")) {
        scheduler["AvailabilityCores"] = json::array(cores, json::value("Free"));
    }
    json::object pallets{{"Configuration", json::object{{"ActiveConfig", std::move(configuration)}}},
                         {"Paras", std::move(paras_pallet)},
                         {"ParaScheduler", std::move(scheduler)},
                         {"ParaSessionInfo", json::object{{"Sessions", std::move(sessions)}}}};
    if (descriptors) {
        auto& pallet = pallets[std::string(descriptors->pallet)];
        if (!pallet.is_object()) pallet = json::object();
        pallet.as_object()["CoreDescriptors"] = descriptors_of(paras);
    }
    TRY_ASSIGN(auto storage, metadata::encode_storage(*metadata, pallets));
    relay.top = with_values(relay.top, std::move(storage.values));
    return {};
}

}  // namespace serinus::chain
