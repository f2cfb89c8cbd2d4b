#include "consensus/genesis_engine.hpp"

#include <algorithm>

#include "chain/import/refusal_reason.hpp"
#include "codec/scale.hpp"
#include "consensus/aura/verifier.hpp"
#include "consensus/babe/verifier.hpp"
#include "consensus/changing_engine.hpp"
#include "consensus/fork_choice.hpp"

namespace serinus::consensus {
namespace {

using aura::KeyKind;
using chain::ChainError;

/// The first eight bytes of BLAKE2b-64 of the names of the runtime APIs.
constexpr ByteArray<8> kBabeApi = {0xcb, 0xca, 0x25, 0xe3, 0x9f, 0x14, 0x23, 0x87};
constexpr ByteArray<8> kAuraApi = {0xdd, 0x71, 0x8d, 0x5c, 0xc5, 0x32, 0x62, 0xd4};

/// What is kept with the genesis block: the engine and what it needs to know of the genesis.
struct EngineRecord {
    primitives::EngineId engine;
    Bytes configuration;
};

struct AuraGenesis {
    uint64_t slot_duration_ms = 0;
    KeyKind keys = KeyKind::kSr25519;
};

bool has_api(const executor::RuntimeVersion& version, const ByteArray<8>& id) {
    return std::any_of(version.apis.begin(), version.apis.end(), [&](const auto& api) { return api.id == id; });
}

chain::EngineFactory::Engine make_engine(const primitives::EngineId& id, Bytes configuration) {
    Bytes record = scale::encode(EngineRecord{id, configuration});
    return {id, std::move(configuration), std::move(record)};
}

ChainError damaged() { return {ChainError::Kind::kStore, "the database is damaged: what it keeps with the genesis"}; }

ChainError undecodable(const char* method) {
    return {ChainError::Kind::kRuntime, std::string(method) + " of the genesis runtime returns what cannot be decoded"};
}

/// A seal of an engine that is none of ours is not let through.
class NoEngine final : public chain::HeaderVerifier {
  public:
    Result<chain::HeaderVerdict, ChainError> check(const chain::HeaderToCheck& what, chain::Ancestry&) override {
        const auto& digest = what.header.digest;
        const auto* seal = digest.empty() ? nullptr : std::get_if<primitives::digest::Seal>(&digest.back());
        if (seal == nullptr) return chain::HeaderVerdict{};
        std::string name;
        for (const uint8_t c : seal->engine) name += c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '?';
        return chain::HeaderVerdict{
            .refusal = chain::Refusal{chain::RefusalReason::kUnknownEngine,
                                      "it has a seal of the engine \"" + name +
                                          "\", which this program cannot check; --no-seal-check takes it unseen"}};
    }
};

}  // namespace

Result<chain::EngineFactory::Engine, ChainError> GenesisEngines::of_genesis(chain::RuntimeSource& runtimes,
                                                                            state::Backend& genesis) {
    state::Overlay overlay(genesis);
    TRY_ASSIGN(const auto loaded, runtimes.load(overlay, 0));
    const auto call = [&](const char* method) -> Result<Bytes, ChainError> {
        auto result = runtimes.executor().call(*loaded.runtime, method, {}, overlay);
        if (!result) return Err(chain::from(result.error()));
        return *std::move(result);
    };
    if (has_api(loaded.version, kBabeApi)) {
        TRY_ASSIGN(Bytes configuration, call("BabeApi_configuration"));
        if (!scale::decode<babe::Configuration>(configuration)) {
            return Err(undecodable("BabeApi_configuration"));
        }
        return make_engine(primitives::kBabeEngine, std::move(configuration));
    }
    if (has_api(loaded.version, kAuraApi)) {
        TRY_ASSIGN(const Bytes duration, call("AuraApi_slot_duration"));
        const auto slot_duration_ms = scale::decode<uint64_t>(duration);
        if (!slot_duration_ms) return Err(undecodable("AuraApi_slot_duration"));
        // Observed: Polkadot's Asset Hub, under both of its names, is the chain with ed25519 keys.
        const std::string& name = loaded.version.spec_name;
        const bool ed25519 = name == "statemint" || name == "asset-hub-polkadot";
        const AuraGenesis aura{*slot_duration_ms, ed25519 ? KeyKind::kEd25519 : KeyKind::kSr25519};
        return make_engine(primitives::kAuraEngine, scale::encode(aura));
    }
    return make_engine({}, {});
}

Result<chain::EngineFactory::Engine, ChainError> GenesisEngines::of_record(BytesView record) {
    auto kept = scale::decode<EngineRecord>(record);
    if (!kept) return Err(damaged());
    return Engine{kept->engine, std::move(kept->configuration), to_bytes(record)};
}

Result<std::unique_ptr<chain::HeaderVerifier>, ChainError> GenesisEngines::make_verifier(
    const Engine& engine, std::function<uint64_t()> now_ms) {
    using Verifier = std::unique_ptr<chain::HeaderVerifier>;
    if (engine.id == primitives::kBabeEngine) {
        auto configuration = scale::decode<babe::Configuration>(engine.configuration);
        if (!configuration) return Err(damaged());
        auto first = std::make_unique<babe::Verifier>(*std::move(configuration), now_ms);
        // Observed: Polkadot's Asset Hub, the only chain with ed25519 keys, has Aura from its genesis on.
        auto aura = std::make_unique<aura::Verifier>(KeyKind::kSr25519, std::nullopt, std::move(now_ms));
        return Verifier(new ChangingEngine(engine.id, std::move(first), std::move(aura)));
    }
    if (engine.id == primitives::kAuraEngine) {
        const auto aura = scale::decode<AuraGenesis>(engine.configuration);
        if (!aura) return Err(damaged());
        return Verifier(new aura::Verifier(aura->keys, aura->slot_duration_ms, std::move(now_ms)));
    }
    auto aura = std::make_unique<aura::Verifier>(KeyKind::kSr25519, std::nullopt, std::move(now_ms));
    return Verifier(new ChangingEngine(engine.id, std::make_unique<NoEngine>(), std::move(aura)));
}

std::unique_ptr<chain::ForkChoice> GenesisEngines::make_fork_choice() { return std::make_unique<HeaviestBranch>(); }

}  // namespace serinus::consensus
