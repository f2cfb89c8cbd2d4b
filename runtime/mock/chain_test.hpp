/// The mock runtime with validators as a chain: a genesis, and blocks with the claims of their authors.
#pragma once

#include "crypto/ecdsa.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/vrf.hpp"
#include "hashing/hashing.hpp"
#include "runtime/mock/validators_test.hpp"

namespace serinus::mock::validators {

namespace sr25519 = crypto::sr25519;

/// A validator with all of its keys; `seed` tells them apart.
struct TestValidator {
    AccountId account;
    sr25519::KeyPair babe;
    crypto::ed25519::Seed grandpa;
    crypto::ecdsa::Seed beefy;
    SessionKeys keys;

    static ByteArray<32> secret(uint8_t seed, uint8_t of) { return hashing::blake2b_256(Bytes{seed, of}).bytes; }
    static TestValidator make(const AccountId& account, uint8_t seed) {
        TestValidator out{account,
                          sr25519::expand(sr25519::MiniSecret(secret(seed, 0))),
                          crypto::ed25519::Seed(secret(seed, 1)),
                          crypto::ecdsa::Seed(secret(seed, 6)),
                          {}};
        out.keys.babe._0._0 = out.babe.public_key.bytes;
        out.keys.grandpa._0._0 = crypto::ed25519::public_key_of(out.grandpa).bytes;
        out.keys.authority_discovery._0._0 = secret(seed, 5);
        out.keys.beefy._0._0 = crypto::ecdsa::public_key_of(out.beefy).value().bytes;
        return out;
    }
};

inline constexpr uint64_t kFirstSlot = 1'000;

/// Alice, Bob and Charlie validate. Blocks have the hooks of these pallets, in their order.
class Chain : public World {
  protected:
    using PreDigest = sp_consensus_babe::digests::PreDigest;

    const TestValidator alice = TestValidator::make(kAlice, 1), bob = TestValidator::make(kBob, 2),
                        charlie = TestValidator::make(kCharlie, 3);

    void SetUp() override {
        World::SetUp();
        System::storage.Number.put(0);
        System::reset_events();
        Babe::build({.authorities = {}, .epoch_config = kEpochConfig});
        Session::Genesis config;
        // Bonds without locks and references: accounts stay as the world made them.
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) {
            Staking::storage.Bonded.put(who, who);
            Staking::storage.Ledger.put(who, {.stash = who, .total = {kUnit}, .active = {kUnit}});
        }
        for (const AccountId& who : {kAlice, kBob, kCharlie}) {
            Staking::storage.Validators.put(who, {});
            EXPECT_TRUE(VoterList::on_insert(who, Staking::weight_of(who)));
        }
        Staking::storage.ValidatorCount.put(3);
        for (const TestValidator& validator : {alice, bob, charlie}) {
            config.keys.push_back({validator.account, validator.account, validator.keys});
        }
        Session::build(config);
        Grandpa::build({});
        Beefy::build({});
        AuthorityDiscovery::build({});
        Elections::fails = true;  // only Alice makes blocks in most tests: an election would leave out the others
    }
    void TearDown() override {
        for (const auto check : {&Babe::try_state, &Session::try_state, &Historical::try_state, &Offences::try_state,
                                 &Grandpa::try_state, &Beefy::try_state, &BeefyMmrLeaf::try_state, &Mmr::try_state}) {
            const auto state = check();
            EXPECT_TRUE(state) << state.error();
        }
        World::TearDown();
    }

    const TestValidator& validator(uint32_t index) const { return index == 0 ? alice : index == 1 ? bob : charlie; }

    enum class Kind { kPrimary, kPlain, kVrf };

    /// The claim of the validator with that index, as its node makes it from what the runtime says of the epoch.
    PreDigest claim(uint64_t slot, uint32_t author, Kind kind) const {
        if (kind == Kind::kPlain) return {PreDigest::SecondaryPlain{{author, {slot}}}};
        const auto transcript =
            crypto::vrf::babe_transcript(Babe::storage.Randomness.get(), slot, Babe::storage.EpochIndex.get());
        const auto signature = crypto::vrf::sign(validator(author).babe, transcript, {});
        const sp_core::sr25519::vrf::VrfSignature vrf{signature.pre_output.bytes, signature.proof.bytes};
        if (kind == Kind::kPrimary) return {PreDigest::Primary{{author, {slot}, vrf}}};
        return {PreDigest::SecondaryVRF{{author, {slot}, vrf}}};
    }
    static primitives::Digest digest_of(const PreDigest& claim) {
        return {primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)}};
    }

    /// Begins a block in the slot: hooks in the order of the runtime.
    Weight begin_block(uint64_t slot, uint32_t author = 0, Kind kind = Kind::kPlain) {
        return begin_block_with(digest_of(claim(slot, author, kind)));
    }
    Weight begin_block_with(const primitives::Digest& digest) {
        const BlockNumber number = System::block_number() + 1;
        System::reset_events();
        System::initialize(number, {}, digest);
        Weight weight = Babe::on_initialize(number);
        weight.saturating_accrue(Timestamp::on_initialize(number));
        weight.saturating_accrue(Authorship::on_initialize(number));
        weight.saturating_accrue(Session::on_initialize(number));
        return weight;
    }
    /// States the time and ends the block.
    static void end_block() {
        const Moment now = Babe::storage.CurrentSlot.get()._0 * Babe::slot_duration();
        ASSERT_TRUE(RuntimeCall(Timestamp::set{{now}}).dispatch(none()));
        const BlockNumber number = System::block_number();
        Babe::on_finalize(number);
        Timestamp::on_finalize(number);
        Authorship::on_finalize(number);
        Grandpa::on_finalize(number);
    }
    void block(uint64_t slot, uint32_t author = 0, Kind kind = Kind::kPlain) {
        begin_block(slot, author, kind);
        end_block();
    }

    /// Whether hooks at the beginning of this block have deposited the event.
    static bool saw_at_initialization(const Bytes& event) {
        return sdk::native::has_event(
            native::state().find(System::storage.Events.key()), event, [](const EventView& record) {
                return record.phase == EventView::Phase::kInitialization && record.topics.empty();
            });
    }

    /// What the runtime has put into the digest for an engine.
    template <class Log>
    static std::vector<Log> logs(const primitives::EngineId& engine) {
        std::vector<Log> out;
        for (const auto& item : System::digest()) {
            const auto* const consensus = std::get_if<primitives::digest::Consensus>(&item);
            if (!consensus || consensus->engine != engine) continue;
            const auto log = scale::decode<Log>(consensus->data);
            EXPECT_TRUE(log);
            if (log) out.push_back(*log);
        }
        return out;
    }

    static uint64_t epoch_slot(uint64_t epoch) { return kFirstSlot + epoch * BabeConfig::kConstants.EpochDuration; }

    template <class F>
    static std::string panic_of(F&& f) {
        try {
            f();
        } catch (const native::Panic& panic) {
            return panic.message;
        }
        return {};
    }
};

}  // namespace serinus::mock::validators
