#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm {

namespace {

template <class T>
bool read_value(Reader& reader, T& value) {
    return reader.read(value);
}
/// Of a whole encoding in version 5, as programs are kept; nothing of it is looked at again.
Program program_of(scale::Decoder in) {
    uint32_t count;
    const bool good = in.compact(count);
    SERINUS_ASSERT(good);
    return Program(count, to_bytes(in.rest()));
}
/// The program in the version that the reader's values mean: 5.
bool read_value(Reader& reader, Program& value) {
    scale::Encoder out;
    Writer writer(out, kLatest, kLatest);
    if (!pass_program(reader, &writer)) return false;
    value = program_of(scale::Decoder(std::move(out).finish()));
    return true;
}

template <class T>
bool check_value(Reader& reader, bool /*of_calls*/) {
    T value;
    return reader.read(value);
}
template <>
bool check_value<Program>(Reader& reader, bool of_calls) {
    return pass_program(reader, nullptr, of_calls);
}

/// Writes in another version what was checked before; false if that cannot say it.
template <class T>
bool pass_value(Reader& reader, Writer& writer) {
    T value;
    const bool good = reader.read(value);
    SERINUS_ASSERT(good);
    writer.write(value);
    return reader.converts() && writer.converts();
}
template <>
bool pass_value<Program>(Reader& reader, Writer& writer) {
    const bool good = pass_program(reader, &writer);
    SERINUS_ASSERT(good);
    return reader.converts() && writer.converts();
}

/// As deep as what some decoder has let in, which the stack alone may have bounded, and what conversion has added.
constexpr uint32_t kOwnDepth = UINT32_MAX;

template <class T>
Bytes encode_value(const T& value) {
    scale::Encoder out;
    Writer writer(out, kLatest, kLatest);
    writer.write(value);
    return std::move(out).finish();
}
Bytes encode_value(const Program& value) { return value.encoded(); }

}  // namespace

template <class T>
Versioned<T>::Versioned() : Versioned(T{}) {}

template <class T>
Versioned<T>::Versioned(const T& value) : content_(encode_value(value)) {}

template <class T>
std::optional<Versioned<T>> Versioned<T>::in_version(const T& value, Version version, const CallWeigher* calls) {
    return Versioned(value).into_version(static_cast<uint32_t>(version), calls);
}

template <class T>
bool Versioned<T>::read(scale::Decoder& in, Versioned& value, bool of_calls) {
    uint8_t number;
    if (!in.byte(number)) return false;
    const auto version = version_of(number);
    if (!version) return in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, number);
    const uint8_t* const begin = in.position();
    Reader reader(in, *version, *version);
    if (!check_value<T>(reader, of_calls)) return false;
    value = Versioned(*version, Bytes(begin, in.position()));
    return true;
}

template <class T>
std::optional<Versioned<T>> Versioned<T>::decode(BytesView bytes, uint32_t max_depth) {
    scale::Decoder in(bytes, max_depth);
    Versioned value;
    if (!read(in, value) || !in.finish()) return std::nullopt;
    return value;
}

template <class T>
Bytes Versioned<T>::encoded() const {
    Bytes out{static_cast<uint8_t>(version_)};
    append(out, content_);
    return out;
}

template <class T>
std::optional<T> Versioned<T>::latest() const {
    scale::Decoder in(content_, kOwnDepth);
    if constexpr (std::is_same_v<T, Program>) {
        if (version_ == kLatest) return program_of(in);
    }
    Reader reader = Reader::without_limits(in, version_, kLatest);
    T value;
    const bool good = read_value(reader, value);
    SERINUS_ASSERT(good);
    if (!reader.converts()) return std::nullopt;
    return value;
}

template <class T>
std::optional<Versioned<T>> Versioned<T>::into_version(uint32_t number, const CallWeigher* calls) const {
    const auto version = version_of(number);
    if (!version) return std::nullopt;
    if (*version == version_) return *this;
    scale::Decoder in(content_, kOwnDepth);
    const Version meaning = std::max(version_, *version);
    Reader reader = Reader::without_limits(in, version_, meaning);
    scale::Encoder out;
    Writer writer(out, *version, meaning, calls);
    if (!pass_value<T>(reader, writer)) return std::nullopt;
    return Versioned(*version, std::move(out).finish());
}

template class Versioned<Program>;
template class Versioned<Location>;
template class Versioned<InteriorLocation>;
template class Versioned<Asset>;
template class Versioned<Assets>;
template class Versioned<AssetId>;
template class Versioned<LocatableAsset>;
template class Versioned<Response>;
template class Versioned<NetworkId>;
template class Versioned<Junction>;

bool is_decodable(const VersionedXcm& message) {
    return VersionedXcm::decode(message.encoded(), kMaxDecodeDepth).has_value();
}

std::optional<Program> decode_program(BytesView bytes, uint32_t max_depth) {
    scale::Decoder in(bytes, max_depth);
    Program program;
    if (!scale::decode_into(in, program) || !in.finish()) return std::nullopt;
    return program;
}

}  // namespace serinus::xcm

namespace serinus::scale {

using xcm::kLatest;
using xcm::Reader;
using xcm::Writer;

bool Codec<xcm::Program>::read(Decoder& in, xcm::Program& value) {
    Decoder ahead = in;
    uint32_t count;
    if (!ahead.compact(count)) return in.compact(count);
    const uint8_t* const begin = ahead.position();
    Reader reader(in, kLatest, kLatest);
    if (!xcm::pass_program(reader, nullptr)) return false;
    value = xcm::Program(count, Bytes(begin, in.position()));
    return true;
}

template <class T>
size_t XcmCodec<T>::size(const T& value) {
    Encoder out;
    write(out, value);
    return std::move(out).finish().size();
}

template <class T>
void XcmCodec<T>::write(Encoder& out, const T& value) {
    Writer(out, kLatest, kLatest).write(value);
}

template <class T>
bool XcmCodec<T>::read(Decoder& in, T& value) {
    return Reader(in, kLatest, kLatest).read(value);
}

template struct XcmCodec<xcm::Location>;
template struct XcmCodec<xcm::Junctions>;
template struct XcmCodec<xcm::Asset>;
template struct XcmCodec<xcm::Assets>;
template struct XcmCodec<xcm::AssetId>;
template struct XcmCodec<xcm::Response>;
template struct XcmCodec<xcm::Error>;

size_t Codec<xcm::Outcome>::size(const xcm::Outcome& value) {
    Encoder out;
    write(out, value);
    return std::move(out).finish().size();
}

void Codec<xcm::Outcome>::write(Encoder& out, const xcm::Outcome& value) {
    out.byte(static_cast<uint8_t>(value.kind));
    if (value.kind != xcm::Outcome::Kind::Error) encode_to(out, value.used);
    if (value.kind == xcm::Outcome::Kind::Complete) return;
    out.byte(static_cast<uint8_t>(std::min(value.error.index, 255u)));
    encode_to(out, value.error.error);
}

bool Codec<xcm::Outcome>::read(Decoder& in, xcm::Outcome& value) {
    uint8_t kind;
    uint8_t index;
    if (!in.byte(kind)) return false;
    if (kind > 2) return in.fail(DecodeFault::kUnknownVariant, in.position() - 1, kind);
    value = {};
    value.kind = static_cast<xcm::Outcome::Kind>(kind);
    if (value.kind != xcm::Outcome::Kind::Error && !decode_into(in, value.used)) return false;
    if (value.kind == xcm::Outcome::Kind::Complete) return true;
    if (!in.byte(index)) return false;
    value.error.index = index;
    return decode_into(in, value.error.error);
}

}  // namespace serinus::scale
