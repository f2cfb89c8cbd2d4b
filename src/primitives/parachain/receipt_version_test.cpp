// Versions of receipts, and the signals that versions 2 and 3 bring.
#include "primitives/parachain/receipt_version.hpp"

#include <gtest/gtest.h>

#include "codec/encoding_test.hpp"
#include "primitives/parachain/ump_signals.hpp"

namespace serinus::polkadot_primitives::v9 {
namespace {

Hash256 repeated(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

CandidateDescriptor descriptor_with(const VersionedFields& fields) {
    CandidateDescriptor out;
    out.para_id = {1000};
    out.relay_parent = repeated(1);
    set_versioned_fields(out, fields);
    return out;
}

CandidateDescriptor v2_descriptor() { return descriptor_with({.core_index = 7, .session_index = 100}); }
CandidateDescriptor v3_descriptor() {
    return descriptor_with({.version = 1,
                            .core_index = 7,
                            .session_index = 100,
                            .scheduling_session_offset = 1,
                            .scheduling_parent = repeated(9)});
}

const DescriptorVersion kV1{DescriptorVersion::V1{}}, kV2{DescriptorVersion::V2{}}, kV3{DescriptorVersion::V3{}};

// Observed: polkadot-primitives 26.0.0, the fields of `CandidateDescriptorV2` in their order.
TEST(ReceiptVersion, FieldsLieOverTheCollatorAndItsSignature) {
    const VersionedFields fields{.version = 0x11,
                                 .core_index = 0x2233,
                                 .session_index = 0x44556677,
                                 .scheduling_session_offset = 0x88,
                                 .scheduling_parent = repeated(0x99),
                                 .reserved_end = repeated(0xaa).bytes};
    const CandidateDescriptor descriptor = descriptor_with(fields);
    const Bytes encoded = scale::encode(descriptor);
    ASSERT_EQ(encoded.size(), 292u);
    EXPECT_EQ(to_hex(BytesView(encoded).subspan(36, 32)),
              "113322776655448800000000000000000000000000000000"
              "0000000000000000");
    EXPECT_EQ(encoded[36 + 32 + 4 * 32 - 32], 0x99);  // behind three hashes: data, PoV, erasure root
    EXPECT_EQ(versioned_fields(descriptor), fields);
}

TEST(ReceiptVersion, ACollatorsKeyMeansVersion1InBothSetsOfRules) {
    for (size_t i = 0; i < 16; ++i) {
        VersionedFields fields;
        fields.reserved[i] = 0xff;
        const auto descriptor = descriptor_with(fields);
        EXPECT_EQ(version_of(descriptor), kV1);
        EXPECT_EQ(version_by_old_rules(descriptor), kV1);
        for (const bool enabled : {false, true}) {
            EXPECT_EQ(check_version(descriptor, enabled), VersionVerdict::kAcceptable);
        }
    }
}

TEST(ReceiptVersion, Version2IsTheSameInBothSetsOfRules) {
    const auto descriptor = v2_descriptor();
    EXPECT_EQ(version_of(descriptor), kV2);
    EXPECT_EQ(version_by_old_rules(descriptor), kV2);
    for (const bool enabled : {false, true}) {
        EXPECT_EQ(check_version(descriptor, enabled), VersionVerdict::kAcceptable);
    }
    EXPECT_EQ(core_of(descriptor), CoreIndex{7});
    EXPECT_EQ(session_of(descriptor), 100u);
    EXPECT_EQ(scheduling_session_of(descriptor), 100u);
    EXPECT_EQ(scheduling_parent_of(descriptor), repeated(1)) << "the relay parent";
}

TEST(ReceiptVersion, Version3IsVersion1ToTheOldRules) {
    const auto descriptor = v3_descriptor();
    EXPECT_EQ(version_of(descriptor), kV3);
    EXPECT_EQ(version_by_old_rules(descriptor), kV1);
    EXPECT_EQ(check_version(descriptor, true), VersionVerdict::kAcceptable);
    EXPECT_EQ(check_version(descriptor, false), VersionVerdict::kNotEnabled);
    EXPECT_EQ(scheduling_session_of(descriptor), 101u);
    EXPECT_EQ(scheduling_parent_of(descriptor), repeated(9));
}

TEST(ReceiptVersion, CheckersFollowTheOldRulesUntilVersion3WasSeen) {
    const auto descriptor = v3_descriptor();
    const auto before = version_for_checking(descriptor, false), after = version_for_checking(descriptor, true);
    EXPECT_EQ(before, kV1);
    EXPECT_EQ(scheduling_parent_of(descriptor, before), repeated(1));
    EXPECT_EQ(scheduling_session_of(descriptor, before), std::nullopt);
    EXPECT_EQ(after, kV3);
    EXPECT_EQ(scheduling_parent_of(descriptor, after), repeated(9));
    EXPECT_EQ(scheduling_session_of(descriptor, after), 101u);
}

TEST(ReceiptVersion, WhatTheRulesSeeDifferentlyIsNeverAcceptable) {
    std::vector<VersionedFields> ambiguous(4);
    for (size_t i = 16; i < 24; ++i) {
        ambiguous[0].reserved = {};
        ambiguous[0].reserved[i] = 1;
        const auto descriptor = descriptor_with(ambiguous[0]);
        EXPECT_EQ(version_of(descriptor), kV2);
        EXPECT_EQ(version_by_old_rules(descriptor), kV1);
    }
    ambiguous[1].scheduling_parent = repeated(0xab);
    ambiguous[2].reserved_end[31] = 1;
    ambiguous[3].scheduling_session_offset = 1;
    for (const auto& fields : ambiguous) {
        for (const bool enabled : {false, true}) {
            EXPECT_EQ(check_version(descriptor_with(fields), enabled), VersionVerdict::kAmbiguous);
        }
    }
}

TEST(ReceiptVersion, AnUnknownNumberIsNamed) {
    const auto descriptor = descriptor_with({.version = 2});
    EXPECT_EQ(version_of(descriptor), DescriptorVersion{DescriptorVersion::Unknown{2}});
    EXPECT_EQ(scheduling_session_of(descriptor), std::nullopt);
    EXPECT_EQ(scheduling_parent_of(descriptor), repeated(1));
}

TEST(ReceiptVersion, TheSchedulingSessionDoesNotOverflow) {
    auto descriptor = v3_descriptor();
    auto fields = versioned_fields(descriptor);
    fields.session_index = 0xffff'ffff;
    set_versioned_fields(descriptor, fields);
    EXPECT_EQ(scheduling_session_of(descriptor), 0xffff'ffffu);
}

TEST(ReceiptVersion, IsOneByteOnTheWire) {
    scale::expect_encoding(kV1, Bytes{0});
    scale::expect_encoding(kV2, Bytes{1});
    scale::expect_encoding(kV3, Bytes{2});
    scale::expect_encoding(DescriptorVersion{DescriptorVersion::Unknown{9}}, Bytes{3, 9});
}

// --- signals ---

v5::CandidateCommitments commitments_with(std::vector<Bytes> messages) {
    v5::CandidateCommitments out;
    out.upward_messages = *v5::UpwardMessages::from(std::move(messages));
    return out;
}
Bytes select_core(uint8_t selector, uint8_t offset) { return {0, selector, offset}; }
const Bytes kApprovedPeer{1, 3 << 2, 7, 8, 9};

/// Para 1000 has the cores 1, 4 and 7 at once, and core 4 again afterwards; para 2000 has core 2.
TransposedClaimQueue some_claims() {
    return transpose({{{1}, {{1000}}}, {{2}, {{2000}}}, {{4}, {{1000}, {1000}}}, {{7}, {{1000}}}});
}

TEST(ClaimQueue, GivesEachParaItsCoresByOffset) {
    const auto claims = some_claims();
    ASSERT_EQ(claims.size(), 2u);
    EXPECT_EQ(claims.at({1000}).at(0), (std::set<CoreIndex>{{1}, {4}, {7}}));
    EXPECT_EQ(claims.at({1000}).at(1), (std::set<CoreIndex>{{4}}));
    EXPECT_EQ(claims.at({2000}).at(0), (std::set<CoreIndex>{{2}}));
}

// Spec: RFC-103
TEST(UmpSignals, StandBehindAnEmptyMessage) {
    const auto plain = commitments_with({{1}, {2}});
    EXPECT_EQ(count_without_signals(plain.upward_messages), 2u);
    EXPECT_TRUE(ump_signals(plain).value().empty());

    const auto only_separator = commitments_with({{1}, {}});
    EXPECT_EQ(count_without_signals(only_separator.upward_messages), 1u);
    EXPECT_TRUE(ump_signals(only_separator).value().empty());

    const auto both = commitments_with({{1}, {}, kApprovedPeer, select_core(3, 1)});
    EXPECT_EQ(count_without_signals(both.upward_messages), 1u);
    const UmpSignals signals = ump_signals(both).value();
    EXPECT_EQ(signals.select_core, (SelectCore{3, 1}));
    ASSERT_TRUE(signals.approved_peer);
    EXPECT_EQ(signals.approved_peer->peer_id.inner(), (Bytes{7, 8, 9}));
}

TEST(UmpSignals, AreAtMostOneOfEachKind) {
    EXPECT_EQ(ump_signals(commitments_with({{}, select_core(0, 0), select_core(0, 0)})).error(),
              UmpSignalError::kDuplicate);
    EXPECT_EQ(ump_signals(commitments_with({{}, kApprovedPeer, kApprovedPeer})).error(), UmpSignalError::kDuplicate);
    EXPECT_EQ(ump_signals(commitments_with({{}, kApprovedPeer, select_core(0, 0), {}})).error(),
              UmpSignalError::kTooMany);
    EXPECT_EQ(ump_signals(commitments_with({{}, {}})).error(), UmpSignalError::kUndecodable);
    EXPECT_EQ(ump_signals(commitments_with({{}, {2}})).error(), UmpSignalError::kUndecodable);
    Bytes long_id{1, 0x05, 0x01};  // 65 bytes
    long_id.resize(3 + 65);
    EXPECT_EQ(ump_signals(commitments_with({{}, long_id})).error(), UmpSignalError::kUndecodable);
    Bytes with_more = select_core(1, 2);
    with_more.push_back(0xff);
    EXPECT_EQ(ump_signals(commitments_with({{}, with_more})).value().select_core, (SelectCore{1, 2}))
        << "bytes behind a signal are ignored";
}

TEST(UmpSignals, Version1HasNoneAndVersion3HasSome) {
    auto v1 = v2_descriptor();
    v1.collator._0._0.fill(5);
    const auto claims = some_claims();
    const auto none = commitments_with({{1}}), peer = commitments_with({{}, kApprovedPeer});
    EXPECT_TRUE(check_ump_signals(none, v1, {}).value().empty()) << "claims do not matter";
    EXPECT_EQ(check_ump_signals(peer, v1, claims).error(), UmpSignalError::kSignalInV1);
    EXPECT_TRUE(check_ump_signals(none, v2_descriptor(), claims).has_value());
    EXPECT_EQ(check_ump_signals(none, v3_descriptor(), claims).error(), UmpSignalError::kNoSignalInV3);
    EXPECT_TRUE(check_ump_signals(peer, v3_descriptor(), claims).has_value());
    EXPECT_EQ(check_ump_signals(none, descriptor_with({.version = 2}), claims).error(),
              UmpSignalError::kUnknownVersion);
}

TEST(UmpSignals, TheDescriptorNamesTheCoreThatIsSelected) {
    const auto claims = some_claims();
    const auto check = [&](uint32_t para, uint16_t core, std::vector<Bytes> messages) {
        auto descriptor = descriptor_with({.core_index = core});
        descriptor.para_id = {para};
        const auto checked = check_ump_signals(commitments_with(std::move(messages)), descriptor, claims);
        return checked ? UmpSignalError{} : checked.error();
    };
    const UmpSignalError kGood{};
    // Selectors count the para's cores in ascending order, and again from the first.
    EXPECT_EQ(check(1000, 1, {{}, select_core(0, 0)}), kGood);
    EXPECT_EQ(check(1000, 4, {{}, select_core(1, 0)}), kGood);
    EXPECT_EQ(check(1000, 7, {{}, select_core(2, 0)}), kGood);
    EXPECT_EQ(check(1000, 1, {{}, select_core(3, 0)}), kGood);
    EXPECT_EQ(check(1000, 1, {{}, select_core(255, 0)}), kGood);
    EXPECT_EQ(check(1000, 4, {{}, select_core(0, 0)}), UmpSignalError::kOtherCoreSelected);
    // At another offset there are other cores.
    EXPECT_EQ(check(1000, 4, {{}, select_core(0, 1)}), kGood);
    EXPECT_EQ(check(1000, 1, {{}, select_core(0, 1)}), UmpSignalError::kOtherCoreSelected);
    EXPECT_EQ(check(1000, 4, {{}, select_core(0, 2)}), UmpSignalError::kNoAssignment);
    // Without a selector: the only core, or any of several.
    EXPECT_EQ(check(2000, 2, {}), kGood);
    EXPECT_EQ(check(2000, 1, {}), UmpSignalError::kOtherCoreSelected);
    EXPECT_EQ(check(1000, 7, {}), kGood);
    EXPECT_EQ(check(1000, 2, {}), UmpSignalError::kCoreNotAssigned);
    EXPECT_EQ(check(3000, 2, {}), UmpSignalError::kNoAssignment);
}

}  // namespace
}  // namespace serinus::polkadot_primitives::v9
