// XCM beside the real Kusama 1.7.1: which programs decode and convert, their weights, the accounts of locations.
// The values are made from the types of the real metadata, so that nothing of ours decides what is looked at.
#include <gtest/gtest.h>

#include <map>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"
#include "metadata/primitive_kind.hpp"
#include "metadata/shower.hpp"
#include "metadata/value_encoder.hpp"
#include "runtime/runtimes/kusama/xcm_places.hpp"
#include "runtime/xcm/versioned.hpp"
#include "tests/runtime/real_xcm_test.hpp"
#include "tests/support/random.hpp"
#include "tools/xcm/program_text.hpp"

namespace serinus::test {
namespace {

using metadata::Metadata;

/// Values of a type of the metadata.
class Values {
  public:
    Values(const Metadata& metadata, std::mt19937_64& random) : metadata_(metadata), random_(random) {}

    Bytes of(uint32_t type) {
        scale::Encoder out;
        write(out, type, 0);
        return std::move(out).finish();
    }

  private:
    uint64_t below(uint64_t bound) { return random_between(random_, 0, bound - 1); }
    /// Small numbers, and now and then a large one.
    uint64_t number(uint64_t most) { return below(4) != 0 ? below(std::min<uint64_t>(most, 8) + 1) : random_() & most; }

    void write(scale::Encoder& out, uint32_t id, uint32_t depth) {
        const metadata::Type* const type = metadata_.find_type(id);
        ASSERT_NE(type, nullptr) << id;
        std::visit([&](const auto& shape) { write(out, shape, *type, depth); }, type->definition);
    }
    void write(scale::Encoder& out, const std::vector<metadata::Field>& fields, uint32_t depth) {
        for (const metadata::Field& field : fields) write(out, field.type.value, depth);
    }
    void write(scale::Encoder& out, const metadata::Composite& shape, const metadata::Type&, uint32_t depth) {
        write(out, shape.fields, depth);
    }
    void write(scale::Encoder& out, const metadata::Cases& shape, const metadata::Type& type, uint32_t depth) {
        if (below(300) == 0) return out.byte(static_cast<uint8_t>(below(60)));  // most often no case
        // Weights can be made of amounts and the native asset.
        const bool is_junctions = !type.path.empty() && type.path.back() == "Junctions";
        const size_t cases = is_junctions && below(3) != 0 ? 2 : shape.cases.size();
        const auto& chosen = shape.cases[below(cases)];
        out.byte(chosen.index);
        write(out, chosen.fields, depth + 1);
    }
    void write(scale::Encoder& out, const metadata::Sequence& shape, const metadata::Type&, uint32_t depth) {
        const uint64_t count = depth > 25 ? 0 : depth < 4 ? below(7) : below(8) == 0 ? below(4) : below(2);
        out.compact(count);
        for (uint64_t i = 0; i < count; ++i) write(out, shape.type.value, depth + 1);
    }
    void write(scale::Encoder& out, const metadata::Array& shape, const metadata::Type&, uint32_t depth) {
        for (uint32_t i = 0; i < shape.length; ++i) write(out, shape.type.value, depth);
    }
    void write(scale::Encoder& out, const metadata::Tuple& shape, const metadata::Type&, uint32_t depth) {
        for (const auto& type : shape.types) write(out, type.value, depth);
    }
    void write(scale::Encoder& out, const metadata::Primitive& shape, const metadata::Type&, uint32_t) {
        constexpr std::array<size_t, 15> kSizes = {1, 4, 0, 1, 2, 4, 8, 16, 32, 1, 2, 4, 8, 16, 32};
        if (shape.which == metadata::kBool) return out.byte(static_cast<uint8_t>(below(2)));
        Bytes value(kSizes[shape.which]);
        store_le(value.data(), static_cast<uint8_t>(number(255)));
        out.append(value);
    }
    void write(scale::Encoder& out, const metadata::CompactOf& shape, const metadata::Type&, uint32_t) {
        const metadata::Type* const type = metadata_.find_bare_type(shape.type.value);
        const auto* const primitive = std::get_if<metadata::Primitive>(&type->definition);
        const bool is_small = primitive != nullptr && primitive->which == metadata::kU32;
        out.compact(number(is_small ? 0xffff'ffff : ~uint64_t{0} >> 1));
    }
    void write(scale::Encoder&, const metadata::Bits&, const metadata::Type&, uint32_t) { FAIL(); }

    const Metadata& metadata_;
    std::mt19937_64& random_;
};

using KusamaXcm = RealXcm;

/// The weights of calls, asked of the real runtime: a program of one Transact.
class RealCalls final : public xcm::CallWeigher {
  public:
    using Ask = std::function<std::optional<Bytes>(BytesView)>;
    explicit RealCalls(Ask ask) : ask_(std::move(ask)) {}
    std::optional<xcm::Weight> weight_of(BytesView call) const override {
        const xcm::Program program{{.op = xcm::Op::Transact, .bytes = to_bytes(call)}};
        const auto answer = ask_(xcm::VersionedXcm(program).encoded());
        if (!answer || (*answer)[0] != 0) return std::nullopt;
        const auto weight = scale::decode<xcm::Weight>(BytesView(*answer).subspan(1));
        return weight->checked_sub(kusama::weights::xcm_instruction({.op = xcm::Op::Transact}));
    }

  private:
    Ask ask_;
};

/// The argument of a runtime API. Observed: Kusama 1.7.1: bytes behind it are ignored.
template <class T>
std::optional<T> argument(BytesView encoded) {
    scale::Decoder in(encoded);
    T value;
    if (!scale::decode_into(in, value)) return std::nullopt;
    return value;
}

/// The result of query_xcm_weight, by our types and weigher; nullopt: it traps.
std::optional<Bytes> our_weight(BytesView message, const xcm::CallWeigher& calls) {
    constexpr uint8_t kConversionFailed = 1, kNotComputable = 2;
    const auto versioned = argument<xcm::VersionedXcm>(message);
    if (!versioned) return std::nullopt;
    const auto program = versioned->latest();
    if (!program) return Bytes{1, kConversionFailed};
    const xcm::TableWeigher weigher = kusama::xcm_weigher(calls);
    const auto weight = weigher.weight(*program, xcm::Weight::max());
    if (!weight) return Bytes{1, kNotComputable};
    return concat(Bytes{0}, scale::encode(*weight));
}

constexpr int kPrograms = 6000;

// `serinus xcm`: values of the real types, of all versions, written as text and read again.
TEST_F(KusamaXcm, ProgramsAsTextAreTheSamePrograms) {
    auto random = seeded_random();
    Values values(*metadata_, random);
    const uint32_t type = argument_of("XcmPaymentApi", "query_xcm_weight");
    const xcm_text::Spelling spelling{.units = {.prefix = crypto::ss58::Prefix(2)}};
    size_t read = 0;
    for (int i = 0; i < 2000; ++i) {
        const Bytes message = values.of(type);
        const auto shown = metadata::Shower(*metadata_).show(type, message);
        if (!shown) continue;
        const std::string text = xcm_text::program_text(*shown, spelling);
        const auto program = xcm_text::read_program(text, spelling);
        ASSERT_TRUE(program) << program.error() << '\n' << text;
        const auto encoded = metadata::ValueEncoder(*metadata_).encode(type, *program);
        ASSERT_TRUE(encoded) << encoded.error() << '\n' << text;
        ASSERT_EQ(to_hex(*encoded), to_hex(message)) << text;
        ++read;
    }
    EXPECT_GT(read, 200u);
}

TEST_F(KusamaXcm, ProgramsDecodeConvertAndWeighTheSame) {
    auto random = seeded_random();
    Values values(*metadata_, random);
    const uint32_t type = argument_of("XcmPaymentApi", "query_xcm_weight");
    const auto ask_weight = [this](BytesView message) { return ask("XcmPaymentApi_query_xcm_weight", message); };
    const RealCalls calls(ask_weight);
    std::map<std::string, size_t> seen;
    for (int i = 0; i < kPrograms; ++i) {
        Bytes message = values.of(type);
        if (i % 50 == 0 && !message.empty()) message[random() % message.size()] ^= static_cast<uint8_t>(1 << (i % 8));
        const auto real = ask_weight(message);
        ASSERT_EQ(our_weight(message, calls), real) << to_hex(message);
        ++seen[!real ? "no program" : (*real)[0] == 0 ? "a weight" : "error " + std::to_string((*real)[1])];
    }
    for (const auto& [what, count] : seen) std::cout << what << ": " << count << '\n';
    // Each answer was given: a generator that makes only one kind of value tells nothing.
    for (const auto* what : {"no program", "a weight", "error 1", "error 2"}) EXPECT_GT(seen[what], 20u) << what;
}

TEST_F(KusamaXcm, EachInstructionWeighsTheSameAlone) {
    auto random = seeded_random();
    Values values(*metadata_, random);
    const auto ask_weight = [this](BytesView message) { return ask("XcmPaymentApi_query_xcm_weight", message); };
    const RealCalls calls(ask_weight);
    const metadata::Type* instruction = nullptr;
    for (const auto& type : metadata_->model().types) {
        const auto& path = type.path;
        if (path.size() == 3 && path[1] == "v5" && path[2] == "Instruction") instruction = &type;
    }
    ASSERT_NE(instruction, nullptr);
    std::array<size_t, xcm::kOpCount> weighed{};
    for (int i = 0; i < 4000; ++i) {
        const Bytes one = values.of(instruction->id.value);
        const Bytes message = concat(Bytes{5, 4}, one);
        const auto real = ask_weight(message);
        ASSERT_EQ(our_weight(message, calls), real) << to_hex(message);
        if (real && (*real)[0] == 0) ++weighed[one[0]];
    }
    for (size_t op = 0; op < weighed.size(); ++op) {
        if (op != 6) EXPECT_GT(weighed[op], 0u) << op;
    }
}

TEST_F(KusamaXcm, LimitsOfCountAndDepthAreTheSame) {
    const RealCalls calls([](BytesView) { return std::nullopt; });
    const auto same = [&](BytesView message) {
        const auto real = ask("XcmPaymentApi_query_xcm_weight", message);
        EXPECT_EQ(our_weight(message, calls), real) << message.size();
        return real.has_value();
    };
    for (const uint8_t version : {uint8_t{3}, uint8_t{4}, uint8_t{5}}) {
        std::vector<bool> decoded;
        for (const uint32_t count : {99u, 100u, 101u, 255u, 256u, 257u, 356u, 357u}) {
            scale::Encoder out;
            out.byte(version);
            out.compact(uint64_t{count});
            Bytes message = std::move(out).finish();
            message.insert(message.end(), count, 10);
            decoded.push_back(same(message));
        }
        EXPECT_EQ(decoded, (std::vector<bool>{true, true, false, false, true, true, true, false}));
    }
    for (const int levels : {50, 98, 99, 100, 101}) {
        xcm::Program program;
        for (int i = 0; i < levels; ++i) program = xcm::Program{{.op = xcm::Op::SetAppendix, .program = program}};
        same(xcm::VersionedXcm(program).encoded());
    }
}

/// The queue of a para after `XcmPallet.send` of a message by Root: the message with a topic, in the
/// version that the para is known to have. nullopt: it cannot be sent.
std::optional<Bytes> our_message(const xcm::VersionedXcm& message, uint32_t version) {
    auto program = message.latest();
    if (!program) return std::nullopt;
    const auto last = program->last();
    if (!last || last->op != xcm::Op::SetTopic) {
        // Of the first message of a block; System's entropy is zeros in an empty state.
        const Bytes entropy = concat(as_bytes("frame_system::unique"), program->encoded(), Bytes(32));
        program->push({.op = xcm::Op::SetTopic, .topic = hashing::blake2b_256(entropy).bytes});
    }
    const auto converted = xcm::VersionedXcm::in_version(*program, *xcm::version_of(version));
    if (!converted || !xcm::is_decodable(*converted)) return std::nullopt;
    return converted->encoded();
}

// A call of Root that sends, run dry: the message comes back as it was queued.
TEST_F(KusamaXcm, MessagesAreSentInTheVersionOfTheReceiver) {
    constexpr uint32_t kPara = 2000;
    const Bytes dest = xcm::VersionedLocation(xcm::Location{0, {xcm::Junction::parachain(kPara)}}).encoded();
    const auto* const configuration = metadata_->find_entry("Configuration", "ActiveConfig");
    ASSERT_NE(configuration, nullptr);
    Bytes limits = to_bytes(configuration->default_value);
    store_le(limits.data() + kMaxDownwardMessageSize, uint32_t{1} << 20);

    auto random = seeded_random();
    Values values(*metadata_, random);
    const uint32_t type = argument_of("XcmPaymentApi", "query_xcm_weight");
    std::map<uint32_t, size_t> sent, refused;
    for (int i = 0; i < 6000; ++i) {
        const Bytes encoded = values.of(type);
        const auto message = xcm::VersionedXcm::decode(encoded);
        if (!message) continue;
        const uint32_t version = 3 + i % 3;
        const std::vector<std::pair<Bytes, Bytes>> state = {
            {key("Configuration", "ActiveConfig", {}), limits},
            {key("Paras", "Heads", {scale::encode(kPara)}), Bytes{4, 1}},
            {key("XcmPallet", "SupportedVersion", {scale::encode(uint32_t{5}), dest}), scale::encode(version)},
        };
        const Bytes call = concat(Bytes{99, 0}, dest, encoded);
        const auto real = ask("DryRunApi_dry_run_call", concat(Bytes{0, 0}, call, scale::encode(version)), state);
        ASSERT_TRUE(real) << to_hex(encoded);
        const auto ours = our_message(*message, version);
        // The answer ends with the messages of each para: a list of pairs of a location and a list.
        const Bytes place = xcm::VersionedLocation(xcm::Location{0, {xcm::Junction::parachain(kPara)}})
                                .into_version(version)
                                ->encoded();
        const Bytes end = ours ? concat(Bytes{4}, place, Bytes{4}, *ours) : Bytes{0, 0};
        ASSERT_GE(real->size(), end.size());
        ASSERT_EQ(to_hex(BytesView(*real).last(end.size())), to_hex(end))
            << version << ' ' << to_hex(encoded) << " gives " << to_hex(*real);
        ASSERT_EQ((*real)[1], ours ? 0 : 1) << to_hex(encoded);
        ++(ours ? sent : refused)[version];
    }
    for (const uint32_t version : {3u, 4u, 5u}) EXPECT_GT(sent[version], 50u) << version;
    for (const uint32_t version : {3u, 4u}) EXPECT_GT(refused[version], 20u) << version;
}

TEST_F(KusamaXcm, LocationsHaveTheSameAccounts) {
    const auto ours = [&](BytesView encoded) -> std::optional<Bytes> {
        const auto versioned = argument<xcm::VersionedLocation>(encoded);
        if (!versioned) return std::nullopt;
        const auto location = versioned->latest();
        if (!location) return Bytes{1, 1};
        const auto account = kusama::kAccountsOfLocations.account_of(*location);
        if (!account) return Bytes{1, 0};
        return concat(Bytes{0}, account->bytes);
    };
    auto random = seeded_random();
    Values values(*metadata_, random);
    const uint32_t type = argument_of("LocationToAccountApi", "convert_location");
    size_t accounts = 0;
    for (int i = 0; i < 4000; ++i) {
        const Bytes location = values.of(type);
        const auto real = ask("LocationToAccountApi_convert_location", location);
        ASSERT_EQ(ours(location), real) << to_hex(location);
        if (real && (*real)[0] == 0) ++accounts;
    }
    EXPECT_GT(accounts, 100u);
}

}  // namespace
}  // namespace serinus::test
