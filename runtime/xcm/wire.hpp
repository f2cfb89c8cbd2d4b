/// Reading and writing of XCM's types in each version, and the conversions between these: what an older version says is
/// converted while it is read, what it cannot say is found while it is written.
/// Source: staging-xcm 18 (v3, v4, v5)
#pragma once

#include "runtime/xcm/instruction.hpp"

namespace serinus::scale {

/// Of elements of sequences. Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<xcm::PalletInfo>{40, 4};
template <>
inline constexpr RustLayout kRustLayout<xcm::AssetTransferFilter>{24, 4};

}  // namespace serinus::scale

namespace serinus::xcm {

enum class Version : uint8_t { V3 = 3, V4 = 4, V5 = 5 };
inline constexpr Version kLatest = Version::V5;
/// nullopt for versions that are not known any more, or not yet.
std::optional<Version> version_of(uint32_t number);

/// Nesting that a program may have in an upward message or a call inside of Transact: boxes, sequences of other than
/// integers and, from version 4 on, junctions are a level each.
inline constexpr uint32_t kMaxDecodeDepth = 8;
/// Instructions of a program with all that is nested in it. Observed: staging-xcm 18.0.0: of each sequence only its
/// length modulo 256 counts.
inline constexpr uint8_t kMaxInstructions = 100;

/// Sizes of elements in the memory of Rust, which a call's limit counts (codec/rust_layout.hpp).
/// `instruction_of_calls`: where the program's calls are this runtime's, for which there is room in each instruction.
/// Measured: tests/differential/heap.mjs
struct RustSizes {
    uint32_t instruction;
    uint32_t instruction_of_calls;
    uint32_t asset;
    uint32_t junction;  ///< 0: they lie inside of the location
};
constexpr RustSizes rust_sizes(Version version) {
    switch (version) {
        case Version::V3:
            return {1376, 1376, 704, 0};
        case Version::V4:
        case Version::V5:
            return {96, 256, 64, 80};
    }
    return {};
}
inline constexpr uint32_t kRustHintSize = 12;

/// What knows the calls of a runtime.
class CallWeigher {
  public:
    /// The weight of an encoded call: of all its bytes, to kMaxDecodeDepth. nullopt if they are none.
    virtual std::optional<Weight> weight_of(BytesView call) const = 0;

  protected:
    ~CallWeigher() = default;
};

/// Reads values of the version `wire`; they then mean what `meaning`, which is not older, says. What `meaning` cannot
/// say is read all the same, and remembered (converts()). Each function is false after a fault, which stands in the
/// decoder.
class Reader {
  public:
    Reader(scale::Decoder& in, Version wire, Version meaning) : in_(in), wire_(wire), meaning_(meaning) {}
    /// For what a reader has checked before: without limits, without the order of assets, which conversions do not
    /// keep.
    static Reader without_limits(scale::Decoder& in, Version wire, Version meaning) {
        Reader reader(in, wire, meaning);
        reader.checks_ = false;
        return reader;
    }
    static Reader of_own(scale::Decoder& in) { return without_limits(in, kLatest, kLatest); }

    bool converts() const noexcept { return converts_; }
    Version wire() const noexcept { return wire_; }
    scale::Decoder& in() noexcept { return in_; }

    bool read(NetworkId& value);
    bool read(BodyId& value);
    bool read(BodyPart& value);
    bool read(Junction& value);
    bool read(Junctions& value);
    bool read(Location& value);
    bool read(AssetId& value);
    bool read(LocatableAsset& value) { return read(value.location) && read(value.asset_id); }
    bool read(AssetInstance& value);
    bool read(Fungibility& value);
    bool read(WildFungibility& value);
    bool read(Asset& value);
    bool read(Assets& value);
    bool read(WildAsset& value);
    bool read(AssetFilter& value);
    bool read(AssetTransferFilter& value);
    bool read(Error& value);
    bool read(InstructionError& value);
    bool read(Weight& value);
    bool read(OriginKind& value);
    bool read(MaybeErrorCode& value);
    bool read(PalletInfo& value);
    bool read(Response& value);
    bool read(QueryResponseInfo& value);
    bool read(bool& value);
    bool read(XcmHash& value);
    bool read_bytes(Bytes& value, uint32_t max = ~uint32_t{0});
    template <class T>
    bool read(std::optional<T>& value);
    template <class T>
    bool read_sequence(std::vector<T>& value, uint32_t max);

    /// The number of instructions that follow, which counts against kMaxInstructions.
    bool read_count(uint32_t& count);
    bool allocate_instructions(uint32_t count, bool of_calls) {
        const RustSizes sizes = rust_sizes(wire_);
        return in_.allocate(uint64_t{count} * (of_calls ? sizes.instruction_of_calls : sizes.instruction));
    }
    bool read_op(Op& op);

  private:
    bool index(uint8_t& value, uint8_t count);
    bool read_junction_fields(Junction& value);
    bool read_account(Junction& value, size_t size);
    bool in_order(const Assets& assets, const std::vector<bool>& abstract);

    scale::Decoder& in_;
    Version wire_;
    Version meaning_;
    bool checks_ = true;
    bool converts_ = true;
    bool abstract_ = false;     ///< the last id was version 3's Abstract
    uint8_t instructions_ = 0;  ///< counted so far
};

/// Writes values that mean what `meaning` says, in the version `wire`, which is not newer. What `wire` cannot say makes
/// converts() false, and the output is then without meaning. `calls` are those of the program, which decide what a
/// Transact weighs before version 5; nullptr: no call but the empty one.
class Writer {
  public:
    Writer(scale::Encoder& out, Version wire, Version meaning, const CallWeigher* calls = nullptr)
        : out_(out), wire_(wire), meaning_(meaning), calls_(calls) {}

    bool converts() const noexcept { return converts_; }
    Version wire() const noexcept { return wire_; }
    scale::Encoder& out() noexcept { return out_; }

    void write(const NetworkId& value);
    void write(const BodyId& value);
    void write(const BodyPart& value);
    void write(const Junction& value);
    void write(const Junctions& value);
    void write(const Location& value);
    void write(const AssetId& value);
    void write(const LocatableAsset& value) {
        write(value.location);
        write(value.asset_id);
    }
    void write(const AssetInstance& value);
    void write(const Fungibility& value);
    void write(WildFungibility value);
    void write(const Asset& value);
    void write(const Assets& value);
    void write(const WildAsset& value);
    void write(const AssetFilter& value);
    void write(const AssetTransferFilter& value);
    void write(const Error& value);
    void write(const InstructionError& value);
    void write(const Weight& value);
    void write(OriginKind value);
    void write(const MaybeErrorCode& value);
    void write(const PalletInfo& value);
    void write(const Response& value);
    void write(const QueryResponseInfo& value);
    void write(bool value);
    void write(const XcmHash& value);
    void write_bytes(BytesView value);
    template <class T>
    void write(const std::optional<T>& value);
    template <class T>
    void write_sequence(const std::vector<T>& value);

    void write_op(Op op);
    /// The two fields of Transact whose shape depends on the version.
    void write_transact_weight(const std::optional<Weight>& fallback, BytesView call);

  private:
    scale::Encoder& out_;
    Version wire_;
    Version meaning_;
    const CallWeigher* calls_;
    bool converts_ = true;
};

/// Reads a program and, unless `writer` is nullptr, writes it, instruction by instruction. False after a fault.
/// `of_calls`: its calls are this runtime's, which counts for its memory alone.
bool pass_program(Reader& reader, Writer* writer, bool of_calls = false);

/// Reads and writes one instruction in version 5, as programs hold them.
bool read_own(scale::Decoder& in, Instruction& instruction);
/// The same without its program, which stands at its end: `in` is then at the first of its instructions, of which there
/// are `inside`.
bool read_own_head(scale::Decoder& in, Instruction& instruction, uint32_t& inside);
void write_own(scale::Encoder& out, const Instruction& instruction);

template <class T>
bool Reader::read(std::optional<T>& value) {
    uint8_t some;
    if (!index(some, 2)) return false;
    value.reset();
    return some == 0 || read(value.emplace());
}

template <class T>
bool Reader::read_sequence(std::vector<T>& value, uint32_t max) {
    uint32_t count;
    if (!in_.length(count, 1)) return false;
    if (checks_ && count > max) return in_.fail(scale::DecodeFault::kInvalidValue, in_.position(), count, max);
    static_assert(scale::kRustLayout<T>.is_known());
    if (!in_.enter() || !in_.allocate(uint64_t{count} * scale::kRustLayout<T>.size)) return false;
    value.clear();
    for (uint32_t i = 0; i < count; ++i) {
        if (!read(value.emplace_back())) return false;
    }
    in_.leave();
    return true;
}

template <class T>
void Writer::write(const std::optional<T>& value) {
    out_.byte(value ? 1 : 0);
    if (value) write(*value);
}

template <class T>
void Writer::write_sequence(const std::vector<T>& value) {
    out_.compact(uint64_t{value.size()});
    for (const T& element : value) write(element);
}

}  // namespace serinus::xcm
