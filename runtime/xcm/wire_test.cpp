// The encodings and their limits. Source: staging-xcm 18
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/xcm/sample_test.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm {
namespace {

using namespace test;

Bytes hex(std::string_view text) { return from_hex(text).value(); }

constexpr uint8_t kVersions[] = {3, 4, 5};

/// `content` behind the version's number.
Bytes versioned(uint8_t version, BytesView content) {
    Bytes out{version};
    append(out, content);
    return out;
}

// A teleport from Asset Hub as it is sent: the bytes are written down by hand from the types of version 5.
TEST(XcmWire, ProgramIsEncodedAsTheReferenceDoes) {
    const Program program{
        {.op = Op::ReceiveTeleportedAsset, .assets = coins_only(1'000'000)},
        {.op = Op::ClearOrigin},
        {.op = Op::BuyExecution, .asset = coins(1)},
        {.op = Op::DepositAsset, .filter = AssetFilter::all_counted(1), .location = account(0xaa)},
        {.op = Op::SetTopic, .topic = topic(0xbb)},
    };
    EXPECT_EQ(to_hex(program.encoded()),
              "14"
              "02"
              "04"
              "0000"
              "00"
              "02093d00"
              "0a"
              "13"
              "0000"
              "00"
              "04"
              "00"
              "0d"
              "01"
              "02"
              "04"
              "0001"
              "01"
              "00"
              "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
              "2c"
              "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
}

TEST(XcmWire, EachInstructionIsReadAsItWasWritten) {
    const auto all = every_instruction();
    ASSERT_EQ(all.size(), kOpCount);
    for (size_t i = 0; i < all.size(); ++i) {
        ASSERT_EQ(static_cast<size_t>(all[i].op), i);
        const Program program{all[i]};
        EXPECT_EQ(program.to_vector(), std::vector{all[i]}) << i;
        EXPECT_EQ(decode_program(program.encoded()), program) << i;
    }
    EXPECT_EQ(program_of(all).to_vector(), all);
}

TEST(XcmWire, EachTruncationAndOneByteMoreAreNoProgram) {
    for (const Instruction& instruction : every_instruction()) {
        Bytes encoded = Program{instruction}.encoded();
        for (size_t size = 0; size < encoded.size(); ++size) {
            EXPECT_FALSE(decode_program(BytesView(encoded).first(size))) << static_cast<int>(instruction.op) << size;
        }
        encoded.push_back(0);
        EXPECT_FALSE(decode_program(encoded)) << static_cast<int>(instruction.op);
    }
}

TEST(XcmWire, InstructionsFrom48OnAreVersion5s) {
    for (const Instruction& instruction : every_instruction()) {
        const VersionedXcm latest(Program{instruction});
        const bool is_new = static_cast<uint8_t>(instruction.op) >= kOpCountBefore5;
        for (const uint32_t version : {3u, 4u}) {
            const auto older = latest.into_version(version);
            EXPECT_EQ(older.has_value(), !is_new) << static_cast<int>(instruction.op);
            if (older) EXPECT_EQ(VersionedXcm::decode(older->encoded()), older) << static_cast<int>(instruction.op);
        }
        EXPECT_FALSE(is_new && VersionedXcm::decode(versioned(4, latest.content())));
    }
}

TEST(XcmWire, VersionsBelow3AndAbove5DoNotDecode) {
    const Bytes here{0, 0};
    for (const int version : {0, 1, 2, 6, 255}) {
        EXPECT_FALSE(VersionedLocation::decode(versioned(static_cast<uint8_t>(version), here)));
        EXPECT_FALSE(VersionedLocation(Location{}).into_version(static_cast<uint32_t>(version)));
    }
    for (const uint8_t version : kVersions) EXPECT_TRUE(VersionedLocation::decode(versioned(version, here)));
}

// Pitfall: 4 to 6 only before version 5, 10 in all of them.
TEST(XcmWire, NetworksDifferBetweenVersions) {
    constexpr uint8_t kNetworks[] = {2, 3, 4, 5, 6, 8, 9, 10, 11};
    for (const uint8_t version : kVersions) {
        for (const uint8_t network : kNetworks) {
            const bool is_there = network < 11 && !(version == 5 && network >= 4 && network <= 6);
            EXPECT_EQ(VersionedNetworkId::decode(Bytes{version, network}).has_value(), is_there)
                << int{version} << ' ' << int{network};
        }
    }
}

TEST(XcmWire, Version3NamesTheKindOfAnAssetsId) {
    EXPECT_TRUE(
        VersionedAssetId::decode(hex("03"
                                     "00"
                                     "0000")));
    EXPECT_TRUE(
        VersionedAssetId::decode(hex("04"
                                     "0000")));
    const Bytes abstract = concat(hex("0301"), Bytes(32, 7));
    ASSERT_TRUE(VersionedAssetId::decode(abstract));
    EXPECT_FALSE(VersionedAssetId::decode(abstract)->latest());
    EXPECT_FALSE(VersionedAssetId::decode(hex("0302")));
}

/// So many ClearOrigins.
Bytes clears(uint32_t count) {
    scale::Encoder out;
    out.compact(uint64_t{count});
    Bytes encoded = std::move(out).finish();
    encoded.insert(encoded.end(), count, 10);
    return encoded;
}

// Pitfall: a number of instructions counts modulo 256.
TEST(XcmWire, ProgramsHaveAtMost100InstructionsModulo256) {
    for (const uint8_t version : kVersions) {
        for (const uint32_t count : {0u, 1u, 100u, 256u, 356u, 512u}) {
            EXPECT_TRUE(VersionedXcm::decode(versioned(version, clears(count)))) << count;
        }
        for (const uint32_t count : {101u, 102u, 255u, 357u, 511u}) {
            EXPECT_FALSE(VersionedXcm::decode(versioned(version, clears(count)))) << count;
        }
    }
}

TEST(XcmWire, NestedProgramsCountTogether) {
    const auto nested = [](uint32_t inside, uint32_t outside) {
        Program inner;
        for (uint32_t i = 0; i < inside; ++i) inner.push({.op = Op::ClearOrigin});
        Program outer{{.op = Op::SetAppendix, .program = inner}};
        for (uint32_t i = 1; i < outside; ++i) outer.push({.op = Op::ClearOrigin});
        return outer.encoded();
    };
    EXPECT_TRUE(decode_program(nested(50, 50)));
    EXPECT_FALSE(decode_program(nested(51, 50)));
    EXPECT_FALSE(decode_program(nested(50, 51)));
    // The programs that are sent on count as well.
    const Program to_send = *decode_program(clears(50));
    EXPECT_FALSE(decode_program(Program{
        {.op = Op::InitiateTeleport, .program = to_send},
        {.op = Op::InitiateTeleport,
         .program = to_send}}.encoded()));
}

/// So many programs inside of each other; the innermost has `last`.
Program nested(uint32_t levels, Program last = {}) {
    for (uint32_t i = 1; i < levels; ++i) last = Program{{.op = Op::SetAppendix, .program = last}};
    return last;
}

TEST(XcmWire, EightProgramsNestInMessages) {
    EXPECT_TRUE(is_decodable(VersionedXcm(nested(8))));
    EXPECT_FALSE(is_decodable(VersionedXcm(nested(9))));
    EXPECT_TRUE(VersionedXcm::decode(VersionedXcm(nested(20)).encoded()));
    // A list of assets is a level, and from version 4 on the steps of a location are one more.
    const Program with_here{{.op = Op::BurnAsset, .assets = coins_only(1)}};
    const Program with_steps{{.op = Op::BurnAsset, .assets = {{Asset::fungible({parachain(1)}, 1)}}}};
    EXPECT_TRUE(is_decodable(VersionedXcm(nested(7, with_here))));
    EXPECT_FALSE(is_decodable(VersionedXcm(nested(8, with_here))));
    EXPECT_TRUE(is_decodable(VersionedXcm(nested(6, with_steps))));
    EXPECT_FALSE(is_decodable(VersionedXcm(nested(7, with_steps))));
    EXPECT_FALSE(is_decodable(*VersionedXcm(nested(7, with_steps)).into_version(4)));
    EXPECT_TRUE(is_decodable(*VersionedXcm(nested(7, with_steps)).into_version(3)));
    // An empty list is one as well; bytes are none.
    EXPECT_FALSE(is_decodable(VersionedXcm(nested(8, {{.op = Op::BurnAsset}}))));
    EXPECT_TRUE(is_decodable(VersionedXcm(nested(8, {{.op = Op::QueryPallet, .module_name = {1}}}))));
}

TEST(XcmWire, AssetsAreSortedUniqueAndAtMost20) {
    std::vector<Asset> many;
    for (uint32_t i = 1; i <= 21; ++i) many.push_back(Asset::fungible({parachain(i)}, i));
    const auto decodes = [](std::vector<Asset> items) {
        return VersionedAssets::decode(VersionedAssets(Assets{std::move(items)}).encoded()).has_value();
    };
    EXPECT_FALSE(decodes(many));
    many.pop_back();
    EXPECT_TRUE(decodes(many));
    std::swap(many[3], many[4]);
    EXPECT_FALSE(decodes(many));
    EXPECT_FALSE(decodes({coins(1), coins(2)}));
    EXPECT_FALSE(decodes({coins(0)}));
    EXPECT_TRUE(decodes({}));
}

TEST(XcmWire, AbstractIdsComeAfterConcreteOnesInVersion3) {
    const auto asset = [](uint8_t abstract, uint8_t amount) {
        const Bytes id = abstract == 0 ? hex("00"
                                             "0000")
                                       : concat(Bytes{1}, Bytes(32, abstract));
        return concat(id, Bytes{0, static_cast<uint8_t>(amount << 2)});
    };
    const auto decodes = [&](std::initializer_list<Bytes> assets) {
        Bytes encoded{3, static_cast<uint8_t>(assets.size() << 2)};
        for (const Bytes& one : assets) append(encoded, one);
        return VersionedAssets::decode(encoded).has_value();
    };
    EXPECT_TRUE(decodes({asset(0, 1), asset(1, 1), asset(2, 1)}));
    EXPECT_FALSE(decodes({asset(1, 1), asset(0, 1)}));
    EXPECT_FALSE(decodes({asset(2, 1), asset(1, 1)}));
    EXPECT_FALSE(decodes({asset(1, 1), asset(1, 2)}));
}

TEST(XcmWire, BoundsOfNamesErrorsPalletsTransfersAndHints) {
    Response response{};
    response.kind = Response::Kind::PalletsInfo;
    response.pallets.resize(64);
    const auto decodes = [](const Instruction& i) { return decode_program(Program{i}.encoded()).has_value(); };
    EXPECT_TRUE(decodes({.op = Op::QueryResponse, .response = response}));
    response.pallets.resize(65);
    EXPECT_FALSE(decodes({.op = Op::QueryResponse, .response = response}));
    response.pallets = {{0, Bytes(48, 'n'), Bytes(48, 'm'), 0, 0, 0}};
    EXPECT_TRUE(decodes({.op = Op::QueryResponse, .response = response}));
    response.pallets[0].module_name.push_back('m');
    EXPECT_FALSE(decodes({.op = Op::QueryResponse, .response = response}));

    EXPECT_TRUE(decodes({.op = Op::ExpectTransactStatus, .status = {MaybeErrorCode::Kind::Error, Bytes(128)}}));
    EXPECT_FALSE(decodes({.op = Op::ExpectTransactStatus, .status = {MaybeErrorCode::Kind::Error, Bytes(129)}}));
    EXPECT_EQ(MaybeErrorCode::of(Bytes(129)).kind, MaybeErrorCode::Kind::TruncatedError);

    EXPECT_TRUE(decodes({.op = Op::InitiateTransfer, .transfers = std::vector<AssetTransferFilter>(6)}));
    EXPECT_FALSE(decodes({.op = Op::InitiateTransfer, .transfers = std::vector<AssetTransferFilter>(7)}));
    EXPECT_TRUE(decodes({.op = Op::SetHints}));
    EXPECT_FALSE(decodes({.op = Op::SetHints, .claimers = std::vector<Location>(2)}));
}

/// The memory that a program takes when a call has it.
uint64_t memory_of(uint8_t version, std::string_view content, bool of_calls = false) {
    const Bytes bytes = versioned(version, hex(content));
    const auto takes_at_most = [&](uint64_t size) {
        scale::Decoder in(bytes);
        in.limit_memory(size);
        VersionedXcm program;
        return VersionedXcm::read(in, program, of_calls) && in.finish();
    };
    constexpr uint64_t kMost = 1 << 20;
    uint64_t low = 0, high = kMost;
    while (low < high) {
        const uint64_t middle = (low + high) / 2;
        takes_at_most(middle) ? high = middle : low = middle + 1;
    }
    return high;
}

// Observed: the real Kusama 1.7.1, by tests/differential/heap.mjs.
TEST(XcmWire, ProgramsTakeTheMemoryThatTheyTakeInRust) {
    EXPECT_EQ(memory_of(5, "00"), 0u);
    EXPECT_EQ(memory_of(3, "080a0a"), 2 * 1376u);  // ClearOrigin
    EXPECT_EQ(memory_of(4, "080a0a"), 2 * 96u);
    EXPECT_EQ(memory_of(5, "080a0a"), 2 * 96u);
    EXPECT_EQ(memory_of(5, "080a0a", true), 2 * 256u);
    // An appendix has calls of this runtime too, what is sent elsewhere has not.
    EXPECT_EQ(memory_of(5, "0416040a", true), 2 * 256u);            // SetAppendix
    EXPECT_EQ(memory_of(5, "041101000000040a", true), 256u + 96u);  // InitiateTeleport
    EXPECT_EQ(memory_of(5, "04000400000100"), 96u + 64u);           // WithdrawAsset of one
    EXPECT_EQ(memory_of(3, "0400040000000100"), 1376u + 704u);
    EXPECT_EQ(memory_of(5, "040b020707"), 96u + 2 * 80u);  // DescendOrigin by two junctions
    EXPECT_EQ(memory_of(3, "040b020707"), 1376u);
    EXPECT_EQ(memory_of(5, "043304000000"), 96u + 12u);  // SetHints
}

TEST(XcmWire, OutcomeHasItsErrorsIndexInAByte) {
    const Outcome outcome = Outcome::incomplete(Weight::from_parts(1, 2), {300, Error::Code::Barrier});
    EXPECT_EQ(to_hex(scale::encode(outcome)), "010408ff26");
    EXPECT_EQ(to_hex(scale::encode(Outcome::complete(Weight::from_parts(1, 2)))), "000408");
    const Outcome error = Outcome::not_begun({1, Error::weight_limit_reached(Weight::from_parts(3, 0))});
    EXPECT_EQ(to_hex(scale::encode(error)), "0201250c00");
    EXPECT_EQ(*scale::decode<Outcome>(scale::encode(error)), error);
}

}  // namespace
}  // namespace serinus::xcm
