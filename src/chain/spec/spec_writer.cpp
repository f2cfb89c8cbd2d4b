#include "chain/spec/chain_spec.hpp"
#include "chain/spec/light_sync.hpp"

namespace serinus::chain {
namespace {

void write_text_or_null(JsonWriter& out, const std::optional<std::string>& text) {
    if (text) {
        out.string(*text);
    } else {
        out.null();
    }
}

void write_chain_type(JsonWriter& out, const ChainType& type) {
    if (type.kind != ChainType::Kind::kCustom) return out.string(to_string(type));
    out.begin_object();
    out.key("Custom");
    out.string(type.custom_name);
    out.end_object();
}

void write_telemetry(JsonWriter& out, const std::optional<std::vector<TelemetryEndpoint>>& endpoints) {
    if (!endpoints) return out.null();
    out.begin_array();
    for (const TelemetryEndpoint& endpoint : *endpoints) {
        out.begin_array();
        out.string(endpoint.address);
        out.number(endpoint.verbosity);
        out.end_array();
    }
    out.end_array();
}

void write_light_sync_state(JsonWriter& out, const LightSyncState& state) {
    if (!state.json.is_null()) return out.json(state.json);
    out.begin_object();
    out.key("finalizedBlockHeader");
    out.hex(state.finalized_block_header);
    out.key("babeEpochChanges");
    out.hex(state.babe_epoch_changes);
    out.key("babeFinalizedBlockWeight");
    out.number(state.babe_finalized_block_weight);
    out.key("grandpaAuthoritySet");
    out.hex(state.grandpa_authority_set);
    out.end_object();
}

/// The extensions of relay chains, which the polkadot node writes always, null or not. Parachains have others.
void write_relay_extensions(JsonWriter& out, const ChainSpec& spec, const LightSyncState* light_sync_state) {
    out.key("forkBlocks");
    if (spec.fork_blocks) {
        out.begin_array();
        for (const ForkBlock& block : *spec.fork_blocks) {
            out.begin_array();
            out.number(block.number);
            out.hex(block.hash.bytes);
            out.end_array();
        }
        out.end_array();
    } else {
        out.null();
    }
    out.key("badBlocks");
    if (spec.bad_blocks) {
        out.begin_array();
        for (const Hash256& hash : *spec.bad_blocks) out.hex(hash.bytes);
        out.end_array();
    } else {
        out.null();
    }
    out.key("lightSyncState");
    if (light_sync_state != nullptr) {
        write_light_sync_state(out, *light_sync_state);
    } else {
        out.null();
    }
}

bool is_parachain(const ChainSpec& spec) {
    return std::ranges::any_of(spec.extensions, [](const Extension& extension) {
        const std::string& name = extension.name;
        return name == "relay_chain" || name == "relayChain" || name == "para_id" || name == "paraId";
    });
}

void write_pairs(JsonWriter& out, const StorageMap& pairs) {
    out.begin_object();
    for (size_t i = 0; i < pairs.size(); ++i) {
        out.hex_key(pairs[i].key);
        out.hex(pairs[i].value);
    }
    out.end_object();
}

void write_genesis(JsonWriter& out, const RawGenesis& genesis) {
    out.key("raw");
    out.begin_object();
    out.key("top");
    write_pairs(out, genesis.top);
    out.key("childrenDefault");
    out.begin_object();
    for (const ChildStorage& child : genesis.children) {
        out.hex_key(child.key);
        write_pairs(out, child.entries);
    }
    out.end_object();
    out.end_object();
}

void write_genesis(JsonWriter& out, const StateRootGenesis& genesis) {
    out.key("stateRootHash");
    out.hex(genesis.state_root.bytes);
}

void write_genesis(JsonWriter& out, const RuntimeGenesis& genesis) {
    using Form = RuntimeGenesis::Form;
    if (genesis.form == Form::kRuntime) {
        out.key("runtime");
        out.json(genesis.config);
        return;
    }
    const bool old = genesis.form == Form::kRuntimeAndCode;
    out.key(old ? "runtimeAndCode" : "runtimeGenesis");
    out.begin_object();
    if (old) {
        out.key("runtime");
        out.json(genesis.config);
    }
    out.key("code");
    out.hex(genesis.code);
    if (!old) {
        out.key(genesis.form == Form::kConfig ? "config" : "patch");
        out.json(genesis.config);
    }
    out.end_object();
}

bool write(const ChainSpec& spec, const LightSyncState* light_sync_state, const TextSink& sink) {
    JsonWriter out(sink);
    out.begin_object();
    out.key("name");
    out.string(spec.name);
    out.key("id");
    out.string(spec.id);
    out.key("chainType");
    write_chain_type(out, spec.chain_type);
    out.key("bootNodes");
    out.begin_array();
    for (const std::string& address : spec.boot_nodes) out.string(address);
    out.end_array();
    out.key("telemetryEndpoints");
    write_telemetry(out, spec.telemetry_endpoints);
    out.key("protocolId");
    write_text_or_null(out, spec.protocol_id);
    if (spec.fork_id) {
        out.key("forkId");
        out.string(*spec.fork_id);
    }
    out.key("properties");
    out.json(spec.properties.value_or(JsonText{"null"}));
    if (!is_parachain(spec) || spec.fork_blocks || spec.bad_blocks || light_sync_state != nullptr) {
        write_relay_extensions(out, spec, light_sync_state);
    }
    for (const Extension& extension : spec.extensions) {
        out.key(extension.name);
        out.json(extension.value);
    }
    out.key("codeSubstitutes");
    out.begin_object();
    for (const CodeSubstitute& substitute : spec.code_substitutes) {
        out.key(substitute.block);
        out.hex(substitute.code);
    }
    out.end_object();
    out.key("genesis");
    out.begin_object();
    std::visit([&](const auto& genesis) { write_genesis(out, genesis); }, spec.genesis);
    out.end_object();
    out.end_object();
    return out.finish();
}

}  // namespace

std::string_view to_string(const ChainType& type) noexcept {
    switch (type.kind) {
        case ChainType::Kind::kDevelopment:
            return "Development";
        case ChainType::Kind::kLocal:
            return "Local";
        case ChainType::Kind::kLive:
            return "Live";
        case ChainType::Kind::kCustom:
            break;
    }
    return type.custom_name;
}

bool write_chain_spec(const ChainSpec& spec, const TextSink& sink) {
    return write(spec, spec.light_sync_state ? &*spec.light_sync_state : nullptr, sink);
}

bool write_chain_spec(const ChainSpec& spec, const LightSyncState& light_sync_state, const TextSink& sink) {
    return write(spec, &light_sync_state, sink);
}

}  // namespace serinus::chain
