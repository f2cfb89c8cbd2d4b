// Messages of the parachains' protocols: their bytes, by hand from the reference's types, and what is refused.
#include <gtest/gtest.h>

#include "codec/encoding_test.hpp"
#include "parachain/wire/protocols.hpp"
#include "parachain/wire/requests.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::parachain {
namespace {

template <class T>
T filled(uint8_t byte) {
    T out;
    std::memset(&out, byte, sizeof(T));
    return out;
}
Hash256 hash_of(uint8_t byte) { return filled<Hash256>(byte); }
std::string times(size_t count, std::string_view byte) {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += byte;
    return out;
}
Bytes hex(std::string_view text) { return from_hex(text).value(); }
Bits bits(std::initializer_list<bool> values) {
    Bits out;
    for (const bool value : values) out.push_back(value);
    return out;
}
ValidatorSignature signature_of(uint8_t byte) { return filled<ValidatorSignature>(byte); }

// --- validation/3 ---

TEST(ValidationWire, AViewIsHeadsAndAFinalNumber) {
    const ValidationPeerMessage message{ValidationPeerMessage::ViewUpdate{{{hash_of(1), hash_of(2)}, 258}}};
    scale::expect_encoding(message, hex("0208" + times(32, "01") + times(32, "02") + "02010000"));
}

// Observed: polkadot-network-bridge 36.0.0, handle_view_messages
TEST(ValidationWire, AViewHasAtMostFiveHeadsAndFinalityNeverGoesBack) {
    View view{std::vector<Hash256>(5), 10};
    EXPECT_EQ(check_view(view, 10), ViewVerdict::kGood);
    EXPECT_EQ(check_view(view, 11), ViewVerdict::kFinalityWentBack);
    view.heads.emplace_back();
    EXPECT_EQ(check_view(view, 10), ViewVerdict::kTooManyHeads);
    view.heads.clear();
    EXPECT_EQ(check_view(view, 10), ViewVerdict::kEmpty);
}

TEST(ValidationWire, ABitfieldComesWithItsBlock) {
    const ValidationPeerMessage message{ValidationPeerMessage::Protocol{{ValidationMessage::Bitfield{
        {BitfieldMessage::Bitfield{hash_of(1), {{bits({true, false, true})}, {7}, signature_of(9)}}}}}}};
    scale::expect_encoding(message, hex("010100" + times(32, "01") + "0c05" + "07000000" + times(64, "09")));
}

TEST(ValidationWire, AStatementHasTheMagicBytesThatAreSignedToo) {
    const SignedStatement statement{{{CompactStatement::Valid{{hash_of(2)}}}}, {3}, signature_of(4)};
    const ValidationMessage message{ValidationMessage::Statement{{StatementMessage::Statement{hash_of(1), statement}}}};
    const std::string payload = "424b4e4702" + times(32, "02");
    scale::expect_encoding(message, hex("0300" + times(32, "01") + payload + "03000000" + times(64, "04")));
    EXPECT_EQ(to_hex(statement.signing_payload({5, hash_of(6)})), payload + "05000000" + times(32, "06"));

    Bytes encoded = scale::encode(statement);
    encoded[0] ^= 1;
    EXPECT_FALSE(scale::decode<SignedStatement>(encoded).has_value());
    EXPECT_TRUE(statement.payload == statement.payload);
    EXPECT_FALSE(statement.payload.is_seconded());
    EXPECT_EQ(statement.payload.candidate_hash()._0, hash_of(2));
}

TEST(ValidationWire, AManifestNamesGroupParaAndParentHead) {
    const StatementFilter filter{bits({true, false, false}), bits({false, true, true})};
    const BackedCandidateManifest manifest{hash_of(1), {hash_of(2)}, {3}, {1000}, hash_of(4), filter};
    scale::expect_encoding(
        ValidationMessage{ValidationMessage::Statement{{StatementMessage::Manifest{manifest}}}},
        hex("0301" + times(32, "01") + times(32, "02") + "03000000" + "e8030000" + times(32, "04") + "0c010c06"));
    scale::expect_encoding(
        ValidationMessage{ValidationMessage::Statement{{StatementMessage::Known{{{hash_of(2)}, filter}}}}},
        hex("0302" + times(32, "02") + "0c010c06"));
}

TEST(ValidationWire, AnAssignmentNamesCoresByBitsOrByIndex) {
    const VrfSignature vrf{filled<ByteArray<32>>(5), filled<ByteArray<64>>(6)};
    const IndirectAssignment compact{
        hash_of(1), {2}, {{AssignmentCertKind::RelayVrfModuloCompact{bits({false, true})}}, vrf}};
    const IndirectAssignment delay{hash_of(1), {2}, {{AssignmentCertKind::RelayVrfDelay{{3}}}, vrf}};
    const std::string proof = times(32, "05") + times(64, "06");
    scale::expect_encoding(ValidationMessage{ValidationMessage::Approval{{ApprovalMessage::Assignments{
                               {{compact, bits({true})}, {delay, bits({false, false, true})}}}}}},
                           hex("040008" + times(32, "01") + "02000000" + "000802" + proof + "0401" + times(32, "01") +
                               "02000000" + "0103000000" + proof + "0c04"));
}

// Observed: polkadot-node-primitives 28.0.0: the index 2 was the modulo certificate of before and is not used again.
TEST(ValidationWire, TheThirdKindOfCertificateIsNoMore) {
    EXPECT_FALSE(scale::decode<AssignmentCertKind>(hex("0200000000")).has_value());
}

TEST(ValidationWire, AnApprovalNamesCandidatesByBits) {
    const IndirectApproval approval{hash_of(1), bits({true, true}), {2}, signature_of(3)};
    scale::expect_encoding(ValidationMessage{ValidationMessage::Approval{{ApprovalMessage::Approvals{{approval}}}}},
                           hex("040104" + times(32, "01") + "0803" + "02000000" + times(64, "03")));
}

TEST(ValidationWire, OtherTagsAreRefused) {
    const std::string bitfield = "00" + times(32, "01") + "0c05" + "07000000" + times(64, "09");
    EXPECT_TRUE(scale::decode<ValidationMessage>(hex("01" + bitfield)).has_value());
    for (const char* tag : {"00", "02", "05", "ff"}) {
        EXPECT_FALSE(scale::decode<ValidationMessage>(hex(tag + bitfield)).has_value()) << tag;
    }
    EXPECT_FALSE(scale::decode<ValidationPeerMessage>(hex("00" + bitfield)).has_value());
}

// Observed: polkadot-approval-distribution 36.0.0, sanitize_v2_assignments and sanitize_v2_approvals
TEST(ValidationWire, BitsOfApprovalsHaveOneFormAndABound) {
    IndirectAssignment delay;
    delay.cert.kind.v = AssignmentCertKind::RelayVrfDelay{{499}};
    EXPECT_EQ(check_bitfields(delay, bits({false, true})), BitfieldVerdict::kGood);
    EXPECT_EQ(check_bitfields(delay, bits({true, false})), BitfieldVerdict::kPadded);
    EXPECT_EQ(check_bitfields(delay, bits({})), BitfieldVerdict::kEmpty);
    Bits many(501);
    many.set(500, true);
    EXPECT_EQ(check_bitfields(delay, many), BitfieldVerdict::kTooLong);
    delay.cert.kind.v = AssignmentCertKind::RelayVrfDelay{{500}};
    EXPECT_EQ(check_bitfields(delay, bits({true})), BitfieldVerdict::kTooLong);
    IndirectAssignment compact;
    compact.cert.kind.v = AssignmentCertKind::RelayVrfModuloCompact{many};
    EXPECT_EQ(check_bitfields(compact, bits({true})), BitfieldVerdict::kTooLong);
    compact.cert.kind.v = AssignmentCertKind::RelayVrfModuloCompact{Bits(500)};
    EXPECT_EQ(check_bitfields(compact, bits({true})), BitfieldVerdict::kGood);
    compact.cert.kind.v = AssignmentCertKind::RelayVrfModuloCompact{};
    EXPECT_EQ(check_bitfields(compact, bits({true})), BitfieldVerdict::kEmpty);

    IndirectApproval approval;
    EXPECT_EQ(check_bitfield(approval), BitfieldVerdict::kEmpty);
    approval.candidate_indices = bits({true, false});
    EXPECT_EQ(check_bitfield(approval), BitfieldVerdict::kGood);
    approval.candidate_indices = many;
    EXPECT_EQ(check_bitfield(approval), BitfieldVerdict::kTooLong);
}

// --- statement filters ---

TEST(StatementFilter, CountsEachMemberOnce) {
    const StatementFilter filter{bits({true, true, false, false}), bits({true, false, true, false})};
    EXPECT_EQ(filter.backing_count(), 3u);
    EXPECT_TRUE(filter.has_seconded());
    EXPECT_TRUE(filter.has_size(4));
    EXPECT_FALSE(filter.has_size(3));
    EXPECT_FALSE((StatementFilter{bits({true}), bits({true, true})}).has_size(1));
}

TEST(StatementFilter, LosesTheStatementsOfMembers) {
    StatementFilter filter{bits({true, true, true}), bits({true, true, true})};
    filter.remove_members(bits({false, true}));
    EXPECT_EQ(filter, (StatementFilter{bits({true, false, true}), bits({true, false, true})}));
    EXPECT_FALSE(filter.covers({bits({false, true, false}), bits({false, false, false})}));
    filter.add({bits({false, true, false}), bits({false, false, false})});
    EXPECT_TRUE(filter.covers({bits({false, true, false}), bits({true, false, true})}));
}

// --- collation ---

TEST(CollationWire, ACollatorDeclaresItsPara) {
    const CollatorMessageV2 message{
        CollatorMessageV2::Inner{Declare{filled<CollatorId>(1), {1000}, filled<CollatorSignature>(2)}}};
    scale::expect_encoding(PeerMessage<CollatorMessageV2>{PeerMessage<CollatorMessageV2>::Protocol{message}},
                           hex("010000" + times(32, "01") + "e8030000" + times(64, "02")));
    EXPECT_EQ(to_hex(declare_payload(hex("0024"))), "0024434f4c4c");
}

TEST(CollationWire, EachVersionAdvertisesMoreThanTheOneBefore) {
    const std::string parent = times(32, "01"), candidate = times(32, "02"), head = times(32, "03");
    scale::expect_encoding(CollatorMessageV1{CollatorMessageV1::Inner{AdvertiseCollationV1{hash_of(1)}}},
                           hex("0001" + parent));
    scale::expect_encoding(
        CollatorMessageV2{CollatorMessageV2::Inner{AdvertiseCollationV2{hash_of(1), {hash_of(2)}, hash_of(3)}}},
        hex("0001" + parent + candidate + head));
    scale::expect_encoding(CollatorMessageV3{CollatorMessageV3::Inner{AdvertiseCollationV3{
                               hash_of(1), {hash_of(2)}, hash_of(3), {DescriptorVersion::V3{}}, hash_of(4)}}},
                           hex("0001" + parent + candidate + head + "02" + times(32, "04")));
}

TEST(CollationWire, ASegmentHasNoTags) {
    AdvertiseSegment segment{hash_of(1), {1000}, {DescriptorVersion::V2{}}, {}};
    ASSERT_TRUE(segment.candidates.try_push({hash_of(2), hash_of(3), 4}));
    const std::string body = times(32, "01") + "e8030000" + "01" + "04" + times(32, "02") + times(32, "03") + "04";
    scale::expect_encoding(segment, hex(body));
    scale::expect_encoding(CollationPeerMessageV4{CollationPeerMessageV4::Protocol{segment}}, hex("01" + body));

    while (segment.candidates.try_push({})) continue;
    EXPECT_EQ(segment.candidates.size(), 32u);
    Bytes encoded = scale::encode(segment);
    EXPECT_TRUE(scale::decode<AdvertiseSegment>(encoded).has_value());
    encoded[37] = 33 << 2;
    encoded.resize(encoded.size() + 65);
    EXPECT_FALSE(scale::decode<AdvertiseSegment>(encoded).has_value());
}

/// The real Asset Hub's first block.
CommittedCandidateReceipt real_receipt() {
    const auto file = test::shared_data("parachain/asset-hub-first-block.json");
    if (!file) return {};
    return scale::decode<CommittedCandidateReceipt>(test::Json::read(*file)["candidate"]["committedReceipt"].hex())
        .value();
}

TEST(CollationWire, AValidatorSendsTheStatementWithWhichItSeconds) {
    const CommittedCandidateReceipt receipt = real_receipt();
    const SignedFullStatement statement{{FullStatement::Seconded{receipt}}, {1}, signature_of(2)};
    Bytes expected = hex("0004" + times(32, "07") + "01");
    append(expected, scale::encode(receipt));
    append(expected, hex("01000000" + times(64, "02")));
    const CollatorMessageV1 message{CollatorMessageV1::Inner{CollationSeconded{hash_of(7), statement}}};
    EXPECT_EQ(scale::encode(message), expected);
    EXPECT_EQ(scale::decode<CollatorMessageV1>(expected).value(), message);
    EXPECT_EQ(statement.payload.to_compact().signing_payload({1, hash_of(2)}),
              CompactStatement{CompactStatement::Seconded{receipt.hash()}}.signing_payload({1, hash_of(2)}));
}

// --- requests ---

TEST(RequestWire, RequestsAreHashesAndNumbers) {
    scale::expect_encoding(ChunkRequest{{hash_of(1)}, {2}}, hex(times(32, "01") + "02000000"));
    scale::expect_encoding(PovRequest{{hash_of(1)}}, hex(times(32, "01")));
    scale::expect_encoding(AvailableDataRequest{{hash_of(1)}}, hex(times(32, "01")));
    scale::expect_encoding(AttestedCandidateRequest{{hash_of(1)}, {bits({true}), bits({false})}},
                           hex(times(32, "01") + "04010400"));
    scale::expect_encoding(CollationRequestV1{hash_of(1), {2}}, hex(times(32, "01") + "02000000"));
    scale::expect_encoding(CollationRequestV2{hash_of(1), {2}, {hash_of(3)}},
                           hex(times(32, "01") + "02000000" + times(32, "03")));
    scale::expect_encoding(CollationRequestV3{hash_of(1), {2}, hash_of(3)},
                           hex(times(32, "01") + "02000000" + times(32, "03")));
}

TEST(RequestWire, AChunkHasAnIndexInVersion2Alone) {
    erasure::Branch proof;
    ASSERT_TRUE(proof.try_push(*scale::BoundedVec<uint8_t, erasure::kMaxBranchNodeSize>::from({5, 6})));
    scale::expect_encoding(ChunkResponseV1{ChunkWithoutIndex{{1, 2}, proof}}, hex("00080102"
                                                                                  "04080506"));
    scale::expect_encoding(ChunkResponseV2{ErasureChunk{{1, 2}, 9, proof}}, hex("00080102"
                                                                                "09000000"
                                                                                "04080506"));
    scale::expect_encoding(ChunkResponseV2{NoSuchData{}}, hex("01"));
}

// Observed: polkadot-node-primitives 28.0.0, `Proof`: at most 8 nodes of at most 612 bytes.
TEST(RequestWire, ABranchIsBounded) {
    const auto response = [](size_t nodes, size_t node_size) {
        return scale::encode(
            std::tuple(uint8_t{0}, Bytes{1}, uint32_t{0}, std::vector<Bytes>(nodes, Bytes(node_size))));
    };
    EXPECT_TRUE(scale::decode<ChunkResponseV2>(response(8, 612)).has_value());
    EXPECT_FALSE(scale::decode<ChunkResponseV2>(response(9, 612)).has_value());
    EXPECT_FALSE(scale::decode<ChunkResponseV2>(response(8, 613)).has_value());
}

TEST(RequestWire, ProofsComeAloneOrWithTheirInput) {
    scale::expect_encoding(PovResponse{PoV{{1, 2, 3}}}, hex("000c010203"));
    scale::expect_encoding(PovResponse{NoSuchData{}}, hex("01"));
    scale::expect_encoding(AvailableDataResponse{AvailableData{{{1}}, {{{7}}, 2, hash_of(3), 4}}},
                           hex("000401"
                               "0407"
                               "02000000" +
                               times(32, "03") + "04000000"));
    EXPECT_EQ((PoV{{1, 2, 3}}).hash(), hashing::blake2b_256(hex("0c010203")));
}

TEST(RequestWire, ACollationComesWithItsParentsHeadWhereItIsNeeded) {
    const CandidateReceipt receipt = real_receipt().to_plain();
    const std::string plain(to_hex(scale::encode(receipt)));
    scale::expect_encoding(CollationResponse{Collation{receipt, {{1}}}}, hex("00" + plain + "0401"));
    scale::expect_encoding(CollationResponse{CollationWithParentHead{receipt, {{1}}, {{2}}}}, hex("01" + plain +
                                                                                                  "0401"
                                                                                                  "0402"));
    scale::expect_encoding(CollationResponseV3{CollationWithParentHead{receipt, {{1}}, {{2}}}}, hex("00" + plain +
                                                                                                    "0401"
                                                                                                    "0402"));
}

TEST(RequestWire, AnAttestedCandidateBringsItsStatements) {
    const AttestedCandidateResponse response{real_receipt(),
                                             {{{7}}, 2, hash_of(3), 4},
                                             {{{{CompactStatement::Seconded{{hash_of(1)}}}}, {5}, signature_of(6)}}};
    Bytes expected = scale::encode(response.candidate_receipt);
    append(expected, hex("0407"
                         "02000000" +
                         times(32, "03") + "04000000"));
    append(expected, hex("04"
                         "424b4e4701" +
                         times(32, "01") + "05000000" + times(64, "06")));
    EXPECT_EQ(scale::encode(response), expected);
    EXPECT_EQ(scale::decode<AttestedCandidateResponse>(expected).value(), response);
}

TEST(RequestWire, ADisputeIsTwoVotesThatContradictEachOther) {
    DisputeRequest request;
    request.candidate_receipt = real_receipt().to_plain();
    request.session_index = 3;
    request.invalid_vote = {{1}, signature_of(2), {}};
    request.valid_vote = {{4}, signature_of(5), {ValidVoteKind::BackingValid{hash_of(6)}}};
    Bytes expected = scale::encode(request.candidate_receipt);
    append(expected, hex("03000000"
                         "01000000" +
                         times(64, "02") + "00" + "04000000" + times(64, "05") + "02" + times(32, "06")));
    scale::expect_encoding(request, expected);
    EXPECT_LE(expected.size(), kMaxRequestSize);
    scale::expect_encoding(DisputeResponse::Confirmed, Bytes{0});
}

// Observed: polkadot-primitives 26.0.0, `ApprovalVoteMultipleCandidates`: one candidate is signed as in an approval of
// before.
TEST(RequestWire, EachKindOfValidVoteSignsOtherBytes) {
    const CandidateHash candidate{hash_of(9)}, other{hash_of(8)};
    const std::string hash = times(32, "09"), session = "07000000";
    const auto payload = [&](ValidVoteKind kind) {
        const auto bytes = signing_payload(kind, candidate, 7);
        return bytes ? std::string(to_hex(*bytes)) : "none";
    };
    EXPECT_EQ(payload({ValidVoteKind::Explicit{}}), "4449535001" + hash + session);
    EXPECT_EQ(payload({ValidVoteKind::BackingSeconded{hash_of(1)}}), "424b4e4701" + hash + session + times(32, "01"));
    EXPECT_EQ(payload({ValidVoteKind::BackingValid{hash_of(1)}}), "424b4e4702" + hash + session + times(32, "01"));
    EXPECT_EQ(payload({ValidVoteKind::ApprovalChecking{}}), "41505052" + hash + session);
    using Several = ValidVoteKind::ApprovalCheckingMultipleCandidates;
    const auto of = [](std::vector<CandidateHash> hashes) {
        return ValidVoteKind{Several{*decltype(Several::candidates)::from(std::move(hashes))}};
    };
    EXPECT_EQ(payload(of({candidate})), "41505052" + hash + session);
    EXPECT_EQ(payload(of({other, candidate})), "4150505208" + times(32, "08") + hash + session);
    EXPECT_EQ(payload(of({other})), "none") << "the vote is for other candidates";
    // At most 16: more do not decode.
    EXPECT_TRUE(scale::decode<ValidVoteKind>(hex("0440" + times(16 * 32, "01"))).has_value());
    EXPECT_FALSE(scale::decode<ValidVoteKind>(hex("0444" + times(17 * 32, "01"))).has_value());
}

// --- protocols ---

TEST(Protocols, NotificationsHaveAMainNameAndFallBacks) {
    EXPECT_EQ(find_notification_protocol("validation/3")->version, 3);
    EXPECT_EQ(find_notification_protocol("validation/2"), nullptr);
    EXPECT_EQ(find_notification_protocol("validation/1"), nullptr);
    EXPECT_EQ(find_notification_protocol(""), nullptr);
    EXPECT_EQ(find_notification_protocol("/polkadot/collation/1")->version, 1);
    std::vector<int> versions;
    for (const auto& one : notification_protocols()) {
        if (one.peer_set == PeerSet::kCollation) versions.push_back(one.version);
    }
    EXPECT_EQ(versions, (std::vector<int>{4, 3, 2, 1}));
}

TEST(Protocols, RequestsStandInTheOrderOfTheirKinds) {
    for (const RequestProtocol& one : request_protocols()) EXPECT_EQ(&request_protocol(one.kind), &one);
    EXPECT_EQ(request_protocol(RequestKind::kAttestedCandidate).max_response_size, 8u << 20);
    EXPECT_EQ(request_protocol(RequestKind::kCollationV3).name, "req_collation/3");
    EXPECT_EQ(request_protocol(RequestKind::kDispute).timeout_ms, 12'000u);
}

}  // namespace
}  // namespace serinus::parachain
