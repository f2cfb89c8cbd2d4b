#include "tests/wasm/codec_checks.hpp"

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"

namespace serinus::wasm_test {
namespace {

using namespace scale;
using primitives::Header;

static_assert(sizeof(size_t) == 4 || sizeof(size_t) == 8);

Bytes hex(std::string_view text) { return from_hex(text).value(); }

/// `value` and `text` belong together, and no proper prefix or extension is accepted.
template <class T>
bool same(const T& value, std::string_view text) {
    const Bytes bytes = hex(text);
    if (encode(value) != bytes || encoded_size(value) != bytes.size()) return false;
    const auto decoded = decode<T>(bytes);
    if (!decoded || !(*decoded == value)) return false;
    for (size_t size = 0; size < bytes.size(); ++size) {
        if (decode<T>(BytesView(bytes).first(size))) return false;
    }
    return !decode<T>(concat(bytes, Bytes{0}));
}

template <class T>
bool refused(std::string_view text, DecodeFault fault, uint64_t offset) {
    const auto decoded = decode<T>(hex(text));
    return !decoded && decoded.error().fault == fault && decoded.error().offset == offset;
}

enum class Colour : uint8_t { kRed, kBlue = 15 };

struct Tree {
    std::vector<Tree> children;
};

struct Everything {
    bool flag;
    Compact<uint32_t> number;
    std::optional<uint16_t> option;
    Result<uint8_t, uint8_t> result = uint8_t{0};
    std::variant<Unit, uint8_t> variant;
    std::string text;
    std::map<uint8_t, std::vector<Tree>> map;
    BitSequence<BitOrder::kLsb0> bits;
    OptionBool option_bool;
    std::pair<BytesView, uint8_t> tail;
};

constexpr std::string_view kEverything =
    "01910101020001030104"
    "0c616263"
    "040108040000"
    "100f"
    "02"
    "0801020a";

/// Kusama's block 2.
constexpr std::string_view kHeader =
    "cd9b8e2fc2f57c4570a86319b005832080e0c478ab41ae5d44e23705872f5ad308ff96cefb2d877df682e0366a5ff531d07867d17739c85de1"
    "1a"
    "5800c20a80e5cc4f85e81f387152fa6f3d202c95dc3961ea81e542868c74766a42ffa6cb310d5f0806424142453402030000"
    "00f255a50f00000000054241424501011e5eae06b241b8c9ab5c35f81621820dae4cac0e32002a784dbc233cc110fa7b75e3fe46f997333383"
    "9b"
    "2897d6cab39b6b61e62f5633af045ea7e0147b9b6382";

struct Check {
    std::string_view name;
    bool (*passes)();
};

constexpr Check kChecks[] = {
    // Spec: defn-scale-fixed-length
    {"integers",
     [] { return same<uint32_t>(16777215, "ffffff00") && same<int16_t>(-2, "feff") && same<bool>(true, "01"); }},
    {"integers of 128 bits",
     [] {
         return same<uint128_t>(uint128_t{1} << 64, "00000000000000000100000000000000") &&
                same<int128_t>(-1, "ffffffffffffffffffffffffffffffff");
     }},
    {"integers of 256 bits",
     [] { return same(U256::from(258), "0201000000000000000000000000000000000000000000000000000000000000"); }},
    // Spec: defn-sc-len-encoding
    {"compact",
     [] {
         return same<Compact<uint64_t>>(1073741824, "0300000040") &&
                same<Compact<uint64_t>>(~uint64_t{0}, "13ffffffffffffffff") &&
                same<Compact<uint128_t>>(~uint128_t{0}, "33ffffffffffffffffffffffffffffffff") &&
                same<Compact<uint32_t>>(16383, "fdff");
     }},
    {"compact, refused",
     [] {
         return refused<Compact<uint32_t>>("fd00", DecodeFault::kNonCanonicalCompact, 0) &&
                refused<Compact<uint32_t>>("070000000001", DecodeFault::kCompactTooLarge, 0) &&
                refused<Compact<uint64_t>>("1300000000", DecodeFault::kTruncated, 0);
     }},
    {"vectors",
     [] {
         return same(std::vector<uint16_t>{4, 8, 15, 16, 23, 42}, "18040008000f00100017002a00") &&
                same(std::vector<uint64_t>{1, 2}, "0801000000000000000200000000000000") &&
                same(std::vector<bool>{true, false}, "080100") && same(std::vector<Unit>(5), "14");
     }},
    // 2^32 - 1 elements of 8 bytes: the product does not fit 32 bits.
    {"lengths beyond the input",
     [] {
         return refused<std::vector<uint64_t>>("03ffffffff0102", DecodeFault::kLengthTooLarge, 0) &&
                refused<std::vector<Hash256>>("030000008001", DecodeFault::kLengthTooLarge, 0) &&
                refused<Bytes>("03ffffffff0102", DecodeFault::kLengthTooLarge, 0) &&
                refused<std::vector<Unit>>("03ffffffff", DecodeFault::kTooManyEmpty, 5) &&
                refused<BitSequence<BitOrder::kMsb0>>("03ffffffff00", DecodeFault::kLengthTooLarge, 0);
     }},
    {"strings",
     [] {
         return same<std::string>("Hamlet", "1848616d6c6574") &&
                refused<std::string>("08c328", DecodeFault::kInvalidUtf8, 0);
     }},
    {"options",
     [] {
         return same<std::optional<int8_t>>(-1, "01ff") && same<OptionBool>(false, "02") &&
                refused<OptionBool>("03", DecodeFault::kInvalidOption, 0);
     }},
    {"results",
     [] {
         return same<Result<uint8_t, bool>>(Err(false), "0100") &&
                refused<Result<uint8_t, bool>>("0200", DecodeFault::kInvalidResult, 0);
     }},
    {"enums",
     [] {
         return same(Colour::kBlue, "0f") && refused<Colour>("01", DecodeFault::kUnknownVariant, 0) &&
                same<Enum<At<6, uint16_t>, At<0, Unit>>>(uint16_t{1}, "060100");
     }},
    {"maps", [] { return same(std::map<uint8_t, Bytes>{{2, {0xaa}}, {1, {}}}, "0801000204aa"); }},
    {"bits", [] { return same(*decode<BitSequence<BitOrder::kLsb0>>(hex("301f0b")), "301f0b"); }},
    {"tuples", [] { return same(std::tuple<Compact<uint32_t>, bool>{3, false}, "0c00"); }},
    {"boxes", [] { return same(Box<uint16_t>(1), "0100"); }},
    {"depth",
     [] {
         const Bytes deepest = concat(Bytes(kMaxDepth - 1, 4), Bytes{0});
         const Bytes deeper = concat(Bytes(kMaxDepth, 4), Bytes{0});
         return decode<Tree>(deepest).has_value() && decode<Tree>(deeper).error().fault == DecodeFault::kTooDeep;
     }},
    // Spec: defn-block-header
    {"a header of Kusama", [] { return same(decode<Header>(hex(kHeader)).value(), kHeader); }},
    {"all shapes", [] { return encode(decode<Everything>(hex(kEverything)).value()) == hex(kEverything); }},
};

/// A small generator with the same numbers everywhere (xorshift).
class Random {
  public:
    uint32_t below(uint32_t bound) noexcept {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<uint32_t>((state_ >> 32) % bound);
    }

  private:
    uint64_t state_ = 0x9e3779b97f4a7c15;
};

/// FNV-1a
class Digest {
  public:
    void add(uint64_t value) noexcept {
        for (int i = 0; i < 8; ++i) state_ = (state_ ^ (value >> 8 * i & 0xff)) * 0x100000001b3;
    }
    uint64_t value() const noexcept { return state_; }

  private:
    uint64_t state_ = 0xcbf29ce484222325;
};

/// Damages `input`, decodes it and adds the outcome to the digest. Storage must stay within a small multiple of the
/// input.
template <class T>
bool judge_damaged(Bytes input, Random& random, Digest& digest, const Platform& platform) {
    for (uint32_t change = random.below(4) + 1; change > 0; --change) {
        input[random.below(static_cast<uint32_t>(input.size()))] = static_cast<uint8_t>(random.below(256));
    }
    input.resize(input.size() - random.below(4));
    platform.allocated();
    const auto decoded = decode<T>(input);
    const bool bounded = platform.allocated() <= 4096 + 64 * input.size();
    if (decoded) {
        for (const uint8_t byte : encode(*decoded)) digest.add(byte);
    } else {
        digest.add(static_cast<uint64_t>(decoded.error().fault));
        digest.add(decoded.error().offset);
        digest.add(decoded.error().found);
    }
    return bounded;
}

}  // namespace

void run_codec_checks(const Platform& platform) {
    const auto report = [&](std::string_view name, bool passed) {
        std::string line(passed ? "ok " : "FAILED ");
        line += name;
        platform.print(line);
    };
    for (const Check& check : kChecks) report(check.name, check.passes());

    Random random;
    Digest digest;
    bool bounded = true;
    for (int i = 0; i < 5000; ++i) {
        bounded &= judge_damaged<Everything>(hex(kEverything), random, digest, platform);
        bounded &= judge_damaged<Header>(hex(kHeader), random, digest, platform);
    }
    report("storage of damaged inputs", bounded);
    uint8_t bytes[8];
    store_le(bytes, digest.value());
    platform.print("damaged inputs: " + to_hex(bytes));
}

}  // namespace serinus::wasm_test
