#include "tests/author/author.hpp"

#include <cstdio>

#include "authorship/block_builder.hpp"
#include "base/hex.hpp"
#include "chain/import/runtime_source.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/genesis_state.hpp"
#include "codec/scale.hpp"
#include "consensus/babe/author.hpp"
#include "crypto/vrf.hpp"
#include "hashing/hashing.hpp"
#include "state/memory_backend.hpp"

namespace serinus::test {
namespace {

namespace babe = consensus::babe;
using crypto::sr25519::KeyPair;
using primitives::Header;
using primitives::SignedBlock;

/// The result of BabeApi_current_epoch and BabeApi_next_epoch.
struct ApiEpoch {
    uint64_t index = 0;
    uint64_t start_slot = 0;
    uint64_t duration = 0;
    std::vector<babe::Authority> authorities;
    babe::Randomness randomness{};
    babe::LeaderRate rate;
    babe::AllowedSlots allowed_slots{};
};

constexpr uint64_t kFirstSlot = 290'000'000;  // in 2025

template <class T>
T decoded(BytesView bytes) {
    auto value = scale::decode<T>(bytes);
    SERINUS_ASSERT(value.has_value());
    return *std::move(value);
}

}  // namespace

struct Author::Impl {
    chain::ChainSpec spec;
    chain::GenesisBlock genesis;
    executor::Executor executor;
    std::unique_ptr<chain::RuntimeSource> runtimes;
    state::MemoryBackend state;
    std::vector<KeyPair> keys;
    Header best;
    Hash256 best_hash;
    uint64_t slot = 0;
    uint64_t epoch = 0;
    uint32_t primary = 0;
    uint32_t nonce = 0;

    chain::LoadedRuntime loaded_runtime() {
        state::Overlay overlay(state);
        auto loaded = runtimes->load(overlay, best.number);
        SERINUS_ASSERT(loaded.has_value());
        return *std::move(loaded);
    }
    Bytes call(std::string_view method, BytesView arguments) {
        const auto loaded = loaded_runtime();
        state::Overlay overlay(state);
        auto result = executor.call(*loaded.runtime, method, arguments, overlay);
        if (!result) std::fprintf(stderr, "%s: %s\n", std::string(method).c_str(), result.error().reason.c_str());
        SERINUS_ASSERT(result.has_value());
        return *std::move(result);
    }

    babe::Epoch epoch_of(uint64_t at_slot) {
        auto api = decoded<ApiEpoch>(call("BabeApi_current_epoch", {}));
        const bool first = best.number == 0u;  // epoch 0 begins with the slot of block 1
        if (!first && at_slot >= api.start_slot + api.duration) {
            api = decoded<ApiEpoch>(call("BabeApi_next_epoch", {}));
            const uint64_t skipped = (at_slot - api.start_slot) / api.duration;
            api.index += skipped;
        }
        return {{api.index, api.start_slot, {}, {api.rate, api.allowed_slots}}, api.authorities, api.randomness};
    }

    const KeyPair& key_of(const babe::Epoch& of, uint32_t index) const {
        for (const KeyPair& key : keys) {
            if (key.public_key == of.authorities[index].key) return key;
        }
        SERINUS_ASSERT(false);
    }

    /// A primary claim if anyone has won the slot, else the secondary one.
    babe::PreDigest claim(const babe::Epoch& of, uint64_t at_slot) {
        const auto transcript = crypto::vrf::babe_transcript(of.randomness, at_slot, of.frame.index);
        for (uint32_t i = 0; i < of.authorities.size(); ++i) {
            const KeyPair& key = key_of(of, i);
            const auto in_out = crypto::vrf::evaluate(key, transcript);
            if (crypto::vrf::babe_score(in_out) >= babe::primary_threshold(of.frame.config.rate, of.authorities, i))
                continue;
            ++primary;
            return babe::Primary{i, at_slot, crypto::vrf::sign(key, transcript, {})};
        }
        const auto count = static_cast<uint32_t>(of.authorities.size());
        const uint32_t index = *babe::secondary_author(at_slot, count, of.randomness);
        if (of.frame.config.allowed_slots == babe::AllowedSlots::kSecondaryPlain) {
            return babe::SecondaryPlain{index, at_slot};
        }
        return babe::SecondaryVrf{index, at_slot, crypto::vrf::sign(key_of(of, index), transcript, {})};
    }

    authorship::InherentData inherent_data(uint64_t at_slot, uint64_t slot_duration_ms) {
        auto data = authorship::common_inherents(at_slot * slot_duration_ms);
        data[authorship::kBabeInherent] = scale::encode(at_slot);
        data[authorship::kParachainsInherent] = scale::encode(polkadot_primitives::v5::InherentData{{}, {}, {}, best});
        return data;
    }

    SignedBlock build(const Wish& wish) {
        const uint64_t at_slot = slot == 0 ? kFirstSlot : slot + wish.slot_gap;
        const babe::Epoch of = epoch_of(at_slot);
        const babe::PreDigest made = claim(of, at_slot);
        const auto loaded = loaded_runtime();
        auto builder = authorship::BlockBuilder::start(executor, loaded, state, {best_hash, best.number},
                                                       {babe::pre_runtime(made)});
        SERINUS_ASSERT(builder.has_value());
        auto extrinsics = (*builder)->make_inherents(inherent_data(at_slot, 6000));
        SERINUS_ASSERT(extrinsics.has_value());
        extrinsics->insert(extrinsics->end(), wish.extrinsics.begin(), wish.extrinsics.end());
        for (const auto& extrinsic : *extrinsics) {
            const auto applied = (*builder)->push(extrinsic, std::nullopt);
            SERINUS_ASSERT(applied.has_value());
            if (*applied != authorship::ApplyResult{}) {
                std::fprintf(stderr, "extrinsic: %s\n", to_string(*applied).c_str());
                SERINUS_ASSERT(false);
            }
        }
        auto built = (*builder)->finish();
        SERINUS_ASSERT(built.has_value());
        const auto root = state.apply(built->built.effects.changes, loaded.version.state_version());
        SERINUS_ASSERT(root && *root == built->built.block.header.state_root);

        SignedBlock out{std::move(built->built.block), std::nullopt};
        Header& header = out.block.header;
        header.digest.emplace_back(babe::make_seal(built->hash, key_of(of, babe::authority_index_of(made)), {}));
        best = header;
        best_hash = primitives::header_hash(header);
        slot = at_slot;
        epoch = of.frame.index;
        return out;
    }

    /// A signed extrinsic of version 4 that lives for ever. `extensions` stand behind mortality, nonce and tip, and
    /// `more_signed` behind what is signed besides: nothing for runtimes of 2023, a byte each for the metadata hash of
    /// later ones.
    primitives::Extrinsic sign(BytesView call, BytesView extensions, BytesView more_signed) {
        state::Overlay overlay(state);
        const auto loaded = runtimes->load(overlay, best.number);
        SERINUS_ASSERT(loaded.has_value());
        const KeyPair& alice = keys[0];
        Bytes extra = {0};
        append(extra, scale::encode(scale::Compact<uint32_t>(nonce++)));
        append(extra, scale::encode(scale::Compact<uint64_t>(0)));
        append(extra, extensions);
        const Bytes payload = concat(call, extra, scale::encode(loaded->version.spec_version),
                                     scale::encode(loaded->version.transaction_version), genesis.hash.bytes,
                                     genesis.hash.bytes, more_signed);
        const Hash256 hash = hashing::blake2b_256(payload);
        const BytesView message = payload.size() > 256 ? BytesView(hash.bytes) : BytesView(payload);
        const auto signature = crypto::sr25519::sign(alice, message, {});
        return concat(Bytes{0x84, 0x00}, alice.public_key.bytes, Bytes{0x01}, signature.bytes, extra, call);
    }
};

/// From the mini secrets that the official tools print for //Alice and //Bob.
KeyPair development_key(std::string_view mini_secret) {
    const auto bytes = from_hex(mini_secret);
    crypto::sr25519::MiniSecret secret;
    std::copy(bytes->begin(), bytes->end(), secret.reveal_mutable().begin());
    return crypto::sr25519::expand(secret);
}

Author::Author(const std::string& path) : impl_(std::make_unique<Impl>()) {
    auto spec = chain::read_chain_spec_file(path);
    SERINUS_ASSERT(spec.has_value());
    impl_->spec = *std::move(spec);
    const auto genesis = chain::genesis_block(impl_->spec);
    SERINUS_ASSERT(genesis.has_value());
    impl_->genesis = *genesis;
    impl_->best = genesis->header;
    impl_->best_hash = genesis->hash;
    impl_->runtimes = std::make_unique<chain::RuntimeSource>(impl_->executor, impl_->spec.code_substitutes);
    const auto& raw = std::get<chain::RawGenesis>(impl_->spec.genesis);
    SERINUS_ASSERT(impl_->state.apply(chain::changes_of(raw), *genesis->state_version).has_value());
    for (const char* secret : {"e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
                               "398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89"}) {
        impl_->keys.push_back(development_key(secret));
    }
}

Author::~Author() = default;

SignedBlock Author::build(const Wish& wish) { return impl_->build(wish); }

primitives::Extrinsic Author::transfer(const ByteArray<32>& to, uint64_t planck) {
    // Pallet 4, call 3; the destination is a MultiAddress::Id.
    const Bytes call = concat(Bytes{4, 3, 0}, to, scale::encode(scale::Compact<uint64_t>(planck)));
    // Since the hash of the metadata can be signed, it is said that it is not.
    constexpr uint32_t kFirstWithMetadataHash = 1'003'000;
    const Bytes no_hash(impl_->loaded_runtime().version.spec_version >= kFirstWithMetadataHash ? 1 : 0);
    return impl_->sign(call, no_hash, no_hash);
}

primitives::Extrinsic Author::sudo(BytesView call) {
    return impl_->sign(concat(Bytes{255, 0}, call), Bytes{0}, Bytes{0});
}

Bytes Author::call(std::string_view method, BytesView arguments) { return impl_->call(method, arguments); }

std::optional<Bytes> Author::storage(BytesView key) {
    const auto value = impl_->state.get(state::Area::top(), key);
    SERINUS_ASSERT(value.has_value());
    return *value ? std::optional(to_bytes(**value)) : std::nullopt;
}

uint64_t Author::epoch_index() const noexcept { return impl_->epoch; }
uint32_t Author::primary_blocks() const noexcept { return impl_->primary; }
Hash256 Author::genesis_hash() const noexcept { return impl_->genesis.hash; }

}  // namespace serinus::test
