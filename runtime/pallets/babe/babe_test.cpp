// Slots, epochs, randomness, and reports of authors who made two blocks in one slot.
#include "runtime/pallets/babe/babe.hpp"

#include "runtime/mock/chain_test.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/sdk/traits/randomness.hpp"
#include "runtime/sdk/traits/session_rotation.hpp"

namespace serinus::pallet_babe {
namespace {

using namespace mock::validators;
using mock::validators::Babe;
using mock::validators::Historical;
using mock::validators::Offences;
using mock::validators::Session;
using mock::validators::System;
using sp_consensus_babe::ConsensusLog;
using sp_consensus_babe::digests::decode_pre_digest;
using sp_consensus_babe::digests::NextEpochDescriptor;
using Error = Babe::Error;

constexpr uint64_t kEpoch = BabeConfig::kConstants.EpochDuration;
const auto& kStore = Babe::storage;

class BabeTest : public Chain {
  protected:
    static std::vector<ConsensusLog> babe_logs() { return logs<ConsensusLog>(primitives::kBabeEngine); }
    static NextEpochDescriptor next_epoch_log(size_t i = 0) {
        return std::get<ConsensusLog::NextEpochData>(babe_logs().at(i).v)._0;
    }
    static BabeRandomness fill(uint8_t byte) {
        BabeRandomness out;
        out.fill(byte);
        return out;
    }

    /// A header for the slot, signed by its author; `mark` makes it another one.
    CallHeader header(uint8_t mark, uint64_t slot, uint32_t author = 0, std::optional<uint32_t> signer = {}) const {
        CallHeader out;
        out.number = 5;
        out.digest.logs = digest_of(claim(slot, author, Kind::kPlain));
        out.state_root.bytes.fill(mark);
        const auto signature =
            sr25519::sign(validator(signer.value_or(author)).babe, host::blake2_256(scale::encode(out)).bytes, {});
        out.digest.logs.push_back(primitives::digest::Seal{primitives::kBabeEngine, to_bytes(signature.bytes)});
        return out;
    }
    EquivocationProof equivocation(uint64_t slot, uint32_t author = 0) const {
        return {validator(author).keys.babe, {slot}, header(1, slot, author), header(2, slot, author)};
    }
    MembershipProof membership(uint32_t of = 0) const {
        return Historical::prove(key_types::kBabe, validator(of).keys.babe._0._0).value_or(MembershipProof{});
    }
};

// Pallet: babe. The first block begins the first epoch, and announces the second with what the genesis has.
TEST_F(BabeTest, FirstBlockBeginsTheFirstEpoch) {
    EXPECT_EQ(kStore.Authorities.get().size(), 3u);
    EXPECT_EQ(kStore.SegmentIndex.find(), 0u);
    begin_block(kFirstSlot + 123);
    EXPECT_EQ(kStore.GenesisSlot.get()._0, kFirstSlot + 123);
    EXPECT_EQ(kStore.CurrentSlot.get()._0, kFirstSlot + 123);
    EXPECT_EQ(Babe::current_epoch_start()._0, kFirstSlot + 123);
    ASSERT_EQ(babe_logs().size(), 1u);
    EXPECT_EQ(next_epoch_log(), (NextEpochDescriptor{kStore.Authorities.get(), {}}));
    EXPECT_EQ(Session::current_index(), 0u) << "block 1 ends no session whatever its slot";
    end_block();
}

TEST_F(BabeTest, LatenessCountsEmptySlotsWithinTheBlock) {
    block(kFirstSlot);
    begin_block(kFirstSlot + 1);
    EXPECT_EQ(kStore.Lateness.get(), 0u);
    end_block();
    begin_block(kFirstSlot + 5);
    EXPECT_EQ(kStore.Lateness.get(), 3u);
    end_block();
    EXPECT_FALSE(kStore.Lateness.exists());
    EXPECT_FALSE(kStore.Initialized.exists());
}

TEST_F(BabeTest, IsInitializedOnceWhoeverAsksFirst) {
    block(kFirstSlot);
    System::initialize(2, {}, digest_of(claim(kFirstSlot + 1, 0, Kind::kPlain)));
    EXPECT_FALSE(Babe::should_end_session(2));
    EXPECT_EQ(kStore.CurrentSlot.get()._0, kFirstSlot + 1);
    const auto before = native::state().entries();
    Babe::on_initialize(2);
    EXPECT_EQ(native::state().entries(), before);
    Babe::on_finalize(2);
}

TEST_F(BabeTest, BlockWithoutAClaimChangesNoSlot) {
    block(kFirstSlot);
    begin_block_with({primitives::digest::PreRuntime{primitives::kBabeEngine, {9, 9}},
                      primitives::digest::PreRuntime{primitives::kGrandpaEngine, {1}}});
    EXPECT_EQ(kStore.Initialized.get(), std::optional<std::optional<PreDigest>>(std::in_place));
    EXPECT_EQ(kStore.CurrentSlot.get()._0, kFirstSlot);
    EXPECT_EQ(Authorship::author(), std::nullopt);
    Babe::on_finalize(2);
    EXPECT_FALSE(kStore.Initialized.exists());
}

// Spec: defn-babe-header. A proof is two scalars; those of a claim must be reduced.
TEST_F(BabeTest, ClaimsAreDecodedStrictly) {
    PreDigest good = claim(kFirstSlot, 1, Kind::kPrimary);
    Bytes bytes = scale::encode(good);
    EXPECT_EQ(bytes.size(), 1u + 4 + 8 + 32 + 64);
    EXPECT_EQ(decode_pre_digest(bytes), good);
    bytes.push_back(0);
    EXPECT_EQ(decode_pre_digest(bytes), good) << "what stands behind is ignored";
    for (const size_t scalar : {45u, 77u}) {
        Bytes wrong = bytes;
        wrong[scalar + 31] = 0xff;
        EXPECT_EQ(decode_pre_digest(wrong), std::nullopt);
    }
    EXPECT_EQ(decode_pre_digest(BytesView(bytes).first(60)), std::nullopt);
    bytes[0] = 0;
    EXPECT_EQ(decode_pre_digest(bytes), std::nullopt);
}

// Spec: defn-babe-vrf-transcript. What the author draws from its VRF is what the chain collects.
TEST_F(BabeTest, CollectsWhatPrimaryAuthorsDraw) {
    const auto drawn = [&](uint64_t slot, uint32_t author) {
        return crypto::vrf::babe_randomness(
            crypto::vrf::evaluate(validator(author).babe, crypto::vrf::babe_transcript({}, slot, 0)));
    };
    block(kFirstSlot, 0, Kind::kPrimary);
    EXPECT_EQ(kStore.AuthorVrfRandomness.get(), drawn(kFirstSlot, 0));
    block(kFirstSlot + 1, 1, Kind::kVrf);
    EXPECT_EQ(kStore.AuthorVrfRandomness.get(), drawn(kFirstSlot + 1, 1));
    block(kFirstSlot + 2, 2, Kind::kPlain);
    EXPECT_EQ(kStore.AuthorVrfRandomness.get(), drawn(kFirstSlot + 1, 1)) << "a plain claim leaves it";
    block(kFirstSlot + 3, 2, Kind::kPrimary);
    EXPECT_EQ(kStore.UnderConstruction.get(0), (std::vector{drawn(kFirstSlot, 0), drawn(kFirstSlot + 3, 2)}))
        << "only primary claims count";
}

TEST_F(BabeTest, ClaimOfNobodyGivesNoRandomness) {
    block(kFirstSlot, 0, Kind::kPrimary);
    PreDigest of_nobody = claim(kFirstSlot + 1, 0, Kind::kPrimary);
    std::get<PreDigest::Primary>(of_nobody.v)._0.authority_index = 3;
    begin_block_with(digest_of(of_nobody));
    end_block();
    EXPECT_EQ(kStore.AuthorVrfRandomness.find(), std::optional<std::optional<BabeRandomness>>(std::in_place));
    EXPECT_EQ(kStore.UnderConstruction.get(0).size(), 1u);
}

TEST_F(BabeTest, FullSegmentIsFollowedByAnother) {
    kStore.UnderConstruction.put(0, *BoundedVec<BabeRandomness, 256>::from(std::vector(256, fill(1))));
    block(kFirstSlot, 0, Kind::kPrimary);
    EXPECT_EQ(kStore.SegmentIndex.get(), 1u);
    EXPECT_EQ(kStore.UnderConstruction.get(0).size(), 256u);
    EXPECT_EQ(kStore.UnderConstruction.get(1).size(), 1u);
}

TEST_F(BabeTest, DisabledAuthorsMakeNoValidBlock) {
    block(kFirstSlot);
    Session::disable_index(1);
    begin_block(kFirstSlot + 1, 1);
    EXPECT_NE(panic_of([] { Babe::on_finalize(2); }).find("disabled"), std::string::npos);
    kStore.Initialized.remove();
}

TEST_F(BabeTest, StatedTimeMustLieInTheSlot) {
    block(kFirstSlot);
    begin_block(kFirstSlot + 1);
    const Moment slot_start = (kFirstSlot + 1) * Babe::slot_duration();
    EXPECT_EQ(Babe::slot_duration(), 6'000u);
    Babe::on_timestamp_set(slot_start);
    Babe::on_timestamp_set(slot_start + 5'999);
    EXPECT_NE(panic_of([&] { Babe::on_timestamp_set(slot_start - 1); }), "");
    EXPECT_NE(panic_of([&] { Babe::on_timestamp_set(slot_start + 6'000); }), "");
}

// Spec: defn-epoch-slot
TEST_F(BabeTest, EpochChangesAfterItsSlots) {
    block(epoch_slot(0));
    EXPECT_EQ(Babe::next_expected_epoch_change(1), 1 + kEpoch);
    block(epoch_slot(1) - 1);
    EXPECT_EQ(kStore.EpochIndex.get(), 0u);
    begin_block(epoch_slot(1));
    EXPECT_EQ(kStore.EpochIndex.get(), 1u);
    EXPECT_EQ(Babe::current_epoch_start()._0, epoch_slot(1));
    EXPECT_EQ(kStore.EpochStart.get(), std::pair(0u, 3u));
    ASSERT_EQ(babe_logs().size(), 1u);
    EXPECT_EQ(next_epoch_log(), (NextEpochDescriptor{kStore.NextAuthorities.get(), kStore.NextRandomness.get()}));
    end_block();
    EXPECT_FALSE(Babe::should_epoch_change(4));
    block(epoch_slot(2));
    EXPECT_EQ(kStore.EpochStart.get(), std::pair(3u, 4u));
    EXPECT_EQ(kStore.SkippedEpochs.get().size(), 0u);
}

// Pallet: babe. Randomness of an epoch: that of the epoch before, its index, and the segments that are full.
TEST_F(BabeTest, RandomnessIsAnnouncedAnEpochAhead) {
    block(epoch_slot(0), 0, Kind::kPrimary);
    kStore.UnderConstruction.put(0, *BoundedVec<BabeRandomness, 256>::from(std::vector(256, fill(1))));
    block(epoch_slot(0) + 1, 1, Kind::kPrimary);

    block(epoch_slot(1), 0);
    EXPECT_EQ(kStore.Randomness.get(), BabeRandomness{});
    Bytes collected;
    for (int i = 0; i < 256; ++i) append(collected, fill(1));
    const auto expected = host::blake2_256(concat(BabeRandomness{}, scale::encode(uint64_t{2}), collected)).bytes;
    EXPECT_EQ(kStore.NextRandomness.get(), expected);
    EXPECT_EQ(kStore.SegmentIndex.get(), 0u);
    EXPECT_FALSE(kStore.UnderConstruction.exists(0));
    EXPECT_EQ(kStore.UnderConstruction.get(1).size(), 1u) << "the segment that was not full stays where it is";

    block(epoch_slot(2), 0);
    EXPECT_EQ(kStore.Randomness.get(), expected);
    EXPECT_EQ(kStore.NextRandomness.get(), host::blake2_256(concat(expected, scale::encode(uint64_t{3}))).bytes);
}

// Pallet: babe. After a gap the chain goes on in the epoch of its slot, and the session of an epoch can still be told.
TEST_F(BabeTest, EpochsWithoutBlocksAreSkipped) {
    block(epoch_slot(0));
    block(epoch_slot(1));
    block(epoch_slot(5) + 7);
    EXPECT_EQ(kStore.EpochIndex.get(), 5u);
    EXPECT_EQ(Session::current_index(), 2u);
    EXPECT_EQ(kStore.SkippedEpochs.get(), (std::vector<std::pair<uint64_t, SessionIndex>>{{5, 2}}));
    block(epoch_slot(6));
    block(epoch_slot(9));
    EXPECT_EQ(kStore.SkippedEpochs.get(), (std::vector<std::pair<uint64_t, SessionIndex>>{{5, 2}, {9, 4}}));
    for (const auto& [epoch, session] :
         std::vector<std::pair<uint64_t, SessionIndex>>{{0, 0}, {1, 1}, {5, 2}, {6, 3}, {9, 4}, {12, 7}}) {
        EXPECT_EQ(Babe::session_index_for_epoch(epoch), session) << epoch;
    }
}

TEST_F(BabeTest, RemembersTheLastHundredGaps) {
    std::vector<std::pair<uint64_t, SessionIndex>> full;
    for (uint32_t i = 1; i <= 100; ++i) full.emplace_back(2 * i, i);
    kStore.SkippedEpochs.put(*BoundedVec<std::pair<uint64_t, SessionIndex>, 100>::from(full));
    block(epoch_slot(0));
    Session::storage.CurrentIndex.put(200);
    block(epoch_slot(500));
    const auto skipped = kStore.SkippedEpochs.get();
    EXPECT_EQ(skipped.size(), 100u);
    EXPECT_EQ(skipped.front(), std::pair(uint64_t{4}, SessionIndex{2}));
    EXPECT_EQ(skipped.back(), std::pair(uint64_t{500}, SessionIndex{201}));
}

// Spec: defn-consensus-message-babe. A change is announced with the next epoch and in force with the one after.
TEST_F(BabeTest, ConfigurationChangesAnEpochAfterItWasAnnounced) {
    const NextConfigDescriptor change{NextConfigDescriptor::V1{{1, 2}, AllowedSlots::PrimarySlots}};
    const BabeEpochConfiguration config{{1, 2}, AllowedSlots::PrimarySlots};
    block(epoch_slot(0));
    make_ok(root(), Babe::plan_config_change{change});
    begin_block(epoch_slot(1));
    ASSERT_EQ(babe_logs().size(), 2u);
    EXPECT_EQ(std::get<ConsensusLog::NextConfigData>(babe_logs()[1].v)._0, change);
    EXPECT_EQ(Babe::current_epoch().config, kEpochConfig);
    EXPECT_EQ(Babe::next_epoch().config, config);
    EXPECT_FALSE(kStore.PendingEpochConfigChange.exists());
    end_block();
    begin_block(epoch_slot(2));
    EXPECT_EQ(babe_logs().size(), 1u);
    EXPECT_EQ(Babe::current_epoch().config, config);
    EXPECT_EQ(Babe::next_epoch().config, config);
    end_block();
}

TEST_F(BabeTest, ConfigurationMustLetBlocksBeMade) {
    const auto plan = [](uint64_t n, uint64_t d, AllowedSlots slots) {
        return Babe::plan_config_change{{NextConfigDescriptor::V1{{n, d}, slots}}};
    };
    make_error(root(), plan(1, 0, AllowedSlots::PrimaryAndSecondaryVRFSlots), Error::InvalidConfiguration);
    make_error(root(), plan(0, 1, AllowedSlots::PrimarySlots), Error::InvalidConfiguration);
    make_error(signed_by(kAlice), plan(1, 4, AllowedSlots::PrimarySlots), kBadOrigin);
    make_ok(root(), plan(0, 1, AllowedSlots::PrimaryAndSecondaryPlainSlots));
    make_ok(root(), plan(1, 4, AllowedSlots::PrimarySlots));
    EXPECT_EQ(RuntimeCall(plan(1, 4, AllowedSlots::PrimarySlots)).info().weight, BabeConfig::kDbWeight.writes(1));
}

TEST_F(BabeTest, EpochsSayWhatANodeNeeds) {
    block(epoch_slot(0));
    const Epoch now = Babe::current_epoch(), next = Babe::next_epoch();
    EXPECT_EQ(now.epoch_index, 0u);
    EXPECT_EQ(now.start_slot._0, epoch_slot(0));
    EXPECT_EQ(now.duration, kEpoch);
    EXPECT_EQ(now.authorities, static_cast<const AuthorityList&>(kStore.Authorities.get()));
    EXPECT_EQ(next.epoch_index, 1u);
    EXPECT_EQ(next.start_slot._0, epoch_slot(1));
}

// Reports.

TEST_F(BabeTest, ReportOfAnEquivocationIsRecordedAndFree) {
    block(kFirstSlot);
    block(kFirstSlot + 1, 1);
    const RuntimeCall report = Babe::report_equivocation{equivocation(kFirstSlot), membership()};
    EXPECT_EQ(report.info().weight, sdk::kDefaultWeights<pallet_babe::Weights>.report_equivocation(3, kMaxNominators));
    const PostDispatchInfo info = make_ok(signed_by(kDave), report);
    EXPECT_EQ(info.pays_fee, Pays::No);
    EXPECT_TRUE(saw(event<Offences>(Offences::Event::Offence{
        {'b', 'a', 'b', 'e', ':', 'e', 'q', 'u', 'i', 'v', 'o', 'c', 'a', 't', 'i', 'o'}, scale::encode(kFirstSlot)})));
    EXPECT_TRUE(Session::is_disabled(0)) << "who equivocates makes no more blocks in this session";
    make_error(signed_by(kDave), report, Error::DuplicateOffenceReport);
    make_error(root(), report, kBadOrigin);
}

TEST_F(BabeTest, ReportWithoutASignatureCountsForTheAuthorOfItsBlock) {
    block(kFirstSlot);
    begin_block(kFirstSlot + 1, 1);
    const RuntimeCall report = Babe::report_equivocation_unsigned{equivocation(kFirstSlot), membership()};
    make_error(signed_by(kDave), report, kBadOrigin);
    make_ok(none(), report);
    auto reports = Offences::storage.Reports.iter();
    const auto entry = reports.next();
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->second.reporters, std::vector{kBob});
    EXPECT_EQ(entry->second.offender.first, kAlice);
}

TEST_F(BabeTest, ReportMustShowTwoSignedHeadersOfOneSlot) {
    block(kFirstSlot);
    block(kFirstSlot + 1, 1);
    const EquivocationProof good = equivocation(kFirstSlot);
    const auto refused = [&](EquivocationProof proof) {
        make_error(signed_by(kDave), Babe::report_equivocation{std::move(proof), membership()},
                   Error::InvalidEquivocationProof);
    };
    auto proof = good;
    proof.second_header = proof.first_header;  // the same header
    refused(proof);
    proof = good;
    proof.second_header = header(2, kFirstSlot + 1);  // of another slot
    refused(proof);
    proof = good;
    proof.slot._0 += 1;
    refused(proof);
    proof = good;
    proof.second_header = header(2, kFirstSlot, 1, 0);  // another author's claim
    refused(proof);
    proof = good;
    proof.second_header = header(2, kFirstSlot, 0, 1);  // signed by another
    refused(proof);
    proof = good;
    proof.second_header.digest.logs.pop_back();  // no seal
    refused(proof);
    proof = good;
    proof.second_header.digest.logs.erase(proof.second_header.digest.logs.begin());  // no claim
    refused(proof);
    proof = good;
    proof.offender = bob.keys.babe;
    refused(proof);
}

TEST_F(BabeTest, ReportMustShowWhoseKeyItIsInTheSessionOfTheSlot) {
    block(epoch_slot(0));
    block(epoch_slot(1), 1);
    const auto refused = [&](const MembershipProof& membership) {
        make_error(signed_by(kDave), Babe::report_equivocation{equivocation(epoch_slot(1)), membership},
                   Error::InvalidKeyOwnershipProof);
    };
    const MembershipProof good = membership();
    auto wrong = good;
    wrong.session = 0;
    refused(wrong);
    wrong = good;
    wrong.validator_count = 2;
    refused(wrong);
    // Epochs that were skipped do not confuse sessions.
    block(epoch_slot(7), 1);
    make_error(signed_by(kDave), Babe::report_equivocation{equivocation(epoch_slot(6)), membership()},
               Error::InvalidKeyOwnershipProof);
    make_ok(signed_by(kDave), Babe::report_equivocation{equivocation(epoch_slot(7)), membership()});
    make_ok(signed_by(kDave), Babe::report_equivocation{equivocation(epoch_slot(1)), good});
}

TEST_F(BabeTest, PoolTakesUnsignedReportsOfTheNodeOnly) {
    block(kFirstSlot);
    block(kFirstSlot + 1, 1);
    const RuntimeCall report = Babe::report_equivocation_unsigned{equivocation(kFirstSlot), membership()};
    const auto refusal = [](const auto& result) { return scale::encode(result.error()); };
    const auto encoded = [](TransactionValidityError error) { return scale::encode(error); };

    const auto valid = Babe::validate_unsigned(TransactionSource::Local, report);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->priority, ~uint64_t{0});
    EXPECT_EQ(valid->longevity, kReportLongevity);
    EXPECT_FALSE(valid->propagate);
    EXPECT_EQ(valid->provides, std::vector<Bytes>{concat(Bytes{16 * 4}, as_bytes("BabeEquivocation"),
                                                         alice.keys.babe._0._0, scale::encode(kFirstSlot))});
    EXPECT_TRUE(Babe::validate_unsigned(TransactionSource::InBlock, report));
    EXPECT_TRUE(Babe::pre_dispatch(report));

    EXPECT_EQ(refusal(Babe::validate_unsigned(TransactionSource::External, report)),
              encoded(InvalidTransaction::Call{}));
    const RuntimeCall other = Babe::report_equivocation{equivocation(kFirstSlot), membership()};
    EXPECT_EQ(refusal(Babe::validate_unsigned(TransactionSource::Local, other)), encoded(InvalidTransaction::Call{}));
    EXPECT_EQ(refusal(Babe::pre_dispatch(other)), encoded(InvalidTransaction::Call{}));
    const RuntimeCall no_proof = Babe::report_equivocation_unsigned{equivocation(kFirstSlot), {0, {}, 9}};
    EXPECT_EQ(refusal(Babe::pre_dispatch(no_proof)), encoded(InvalidTransaction::BadProof{}));
    make_ok(none(), report);
    EXPECT_EQ(refusal(Babe::validate_unsigned(TransactionSource::Local, report)), encoded(InvalidTransaction::Stale{}));
    EXPECT_EQ(refusal(Babe::pre_dispatch(report)), encoded(InvalidTransaction::Stale{}));
}

TEST_F(BabeTest, NodeGetsTheReportAsAnUnsignedTransaction) {
    block(kFirstSlot);
    EXPECT_TRUE(Babe::submit_unsigned_equivocation_report(equivocation(kFirstSlot), membership()));
    const RuntimeCall report = Babe::report_equivocation_unsigned{equivocation(kFirstSlot), membership()};
    ASSERT_EQ(native::state().submitted.size(), 1u);
    EXPECT_EQ(native::state().submitted[0], scale::encode(concat(Bytes{5}, scale::encode(report))));
}

// Pallet: babe (randomness). Each source is bound to a subject, and says since when it is known.
TEST_F(BabeTest, RandomnessIsAServiceByAge) {
    static_assert(Randomness<RandomnessFromTwoEpochsAgo<Babe>> && Randomness<RandomnessFromOneEpochAgo<Babe>> &&
                  Randomness<ParentBlockRandomness<Babe>>);
    block(kFirstSlot);
    block(kFirstSlot + kEpoch);
    block(kFirstSlot + 2 * kEpoch + 3);
    const auto expected = [](const BabeRandomness& randomness) {
        return host::blake2_256(concat(as_bytes("subject"), randomness));
    };
    const auto two = RandomnessFromTwoEpochsAgo<Babe>::random(as_bytes("subject"));
    const auto one = RandomnessFromOneEpochAgo<Babe>::random(as_bytes("subject"));
    EXPECT_EQ(two, std::pair(expected(kStore.Randomness.get()), kStore.EpochStart.get().first));
    EXPECT_EQ(one, std::pair(expected(kStore.NextRandomness.get()), kStore.EpochStart.get().second));
    EXPECT_EQ(two.second, 2u);
    EXPECT_EQ(one.second, 3u);
    EXPECT_NE(RandomnessFromOneEpochAgo<Babe>::random(as_bytes("other")).first, one.first);

    EXPECT_FALSE(ParentBlockRandomness<Babe>::random({}).first);  // the claim had no VRF
    block(kFirstSlot + 2 * kEpoch + 4, 0, Kind::kVrf);
    const auto given = kStore.AuthorVrfRandomness.get();
    ASSERT_TRUE(given);
    const auto parent = ParentBlockRandomness<Babe>::random(as_bytes("subject"));
    EXPECT_EQ(parent.first, expected(*given));
    EXPECT_EQ(parent.second, System::block_number() - 1);
}

// Pallet: babe. An epoch is over with its last slot; the next begins so many blocks later as there are slots.
TEST_F(BabeTest, EstimatesWhenTheSessionEnds) {
    static_assert(SessionEstimates<Babe>);
    block(kFirstSlot);
    EXPECT_EQ(Babe::average_session_length(), kEpoch);
    EXPECT_EQ(Session::average_session_length(), kEpoch);
    EXPECT_EQ(Babe::estimate_current_session_progress(1).first, Permill::from_rational(1u, kEpoch));
    EXPECT_EQ(*Babe::estimate_next_session_rotation(1).first, 1 + kEpoch);
    EXPECT_EQ(Babe::estimate_next_session_rotation(1).second, BabeConfig::kDbWeight.reads(3));
    block(kFirstSlot + kEpoch - 1);
    EXPECT_EQ(Babe::estimate_current_session_progress(2).first, Permill::from_percent(100));
    EXPECT_EQ(*Session::estimate_next_new_session(2).first, 3u);
    begin_block(kFirstSlot + 3 * kEpoch);  // epochs were skipped
    EXPECT_EQ(*Babe::estimate_next_session_rotation(3).first, 3 + kEpoch);
}

}  // namespace
}  // namespace serinus::pallet_babe
