#include "executor/runtime_code.hpp"

#include <zstd.h>

#include <memory>

#include "base/assert.hpp"
#include "codec/scale.hpp"

namespace serinus::executor {
namespace {

constexpr ByteArray<8> kCompressedPrefix = {0x52, 0xbc, 0x53, 0x76, 0x46, 0xdb, 0x8e, 0x05};
constexpr ByteArray<8> kWasmPrefix = {0x00, 'a', 's', 'm', 1, 0, 0, 0};

bool begins_with(BytesView bytes, BytesView prefix) noexcept {
    return bytes.size() >= prefix.size() && equal(bytes.first(prefix.size()), prefix);
}

/// Reads from the front of a view; every function fails at its end.
class Cursor {
  public:
    explicit Cursor(BytesView bytes) noexcept : rest_(bytes) {}

    bool empty() const noexcept { return rest_.empty(); }

    std::optional<BytesView> take(size_t size) noexcept {
        if (size > rest_.size()) return std::nullopt;
        const BytesView taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    /// The lengths of wasm: 7 bits a byte, at most 32 bits.
    std::optional<uint32_t> take_leb128() noexcept {
        uint64_t value = 0;
        for (unsigned shift = 0; shift < 35; shift += 7) {
            const auto byte = take(1);
            if (!byte) return std::nullopt;
            value |= static_cast<uint64_t>((*byte)[0] & 0x7f) << shift;
            if (((*byte)[0] & 0x80) == 0)
                return value <= UINT32_MAX ? std::optional(static_cast<uint32_t>(value)) : std::nullopt;
        }
        return std::nullopt;
    }

  private:
    BytesView rest_;
};

Result<Bytes, CodeError> decompress(BytesView zstd, size_t max_bytes) {
    const std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> stream(ZSTD_createDStream(), ZSTD_freeDStream);
    ENSURE(stream != nullptr && !ZSTD_isError(ZSTD_initDStream(stream.get())), CodeError::kBadCompression);
    Bytes out;
    ZSTD_inBuffer in{zstd.data(), zstd.size(), 0};
    size_t hint = 1;
    while (hint != 0 || in.pos < in.size) {
        const size_t written = out.size();
        // One byte above the limit tells code of exactly that size from a bomb.
        const size_t room = std::min(std::max<size_t>(written, 4 * zstd.size() + 1024), max_bytes + 1 - written);
        out.resize(written + room);
        ZSTD_outBuffer to{out.data() + written, room, 0};
        hint = ZSTD_decompressStream(stream.get(), &to, &in);
        out.resize(written + to.pos);
        ENSURE(!ZSTD_isError(hint), CodeError::kBadCompression);
        ENSURE(out.size() <= max_bytes, CodeError::kBomb);
        ENSURE(hint == 0 || to.pos == room || in.pos < in.size, CodeError::kBadCompression);  // the data is cut off
    }
    return out;
}

/// The content of the first custom section of that name; no such section is an empty optional.
Result<std::optional<BytesView>, CodeError> find_custom_section(BytesView wasm, std::string_view name) {
    ENSURE(begins_with(wasm, kWasmPrefix), CodeError::kNotWasm);
    Cursor sections(wasm.subspan(kWasmPrefix.size()));
    while (!sections.empty()) {
        const auto id = sections.take(1);
        const auto size = sections.take_leb128();
        ENSURE(size.has_value(), CodeError::kBadWasm);
        const auto content = sections.take(*size);
        ENSURE(content.has_value(), CodeError::kBadWasm);
        if ((*id)[0] != 0) continue;

        Cursor custom(*content);
        const auto name_size = custom.take_leb128();
        ENSURE(name_size.has_value(), CodeError::kBadWasm);
        const auto name_bytes = custom.take(*name_size);
        ENSURE(name_bytes.has_value(), CodeError::kBadWasm);
        if (as_text(*name_bytes) == name)
            return std::optional(BytesView(name_bytes->data() + *name_size, content->data() + content->size()));
    }
    return std::optional<BytesView>();
}

constexpr size_t kApiBytes = 12;

/// The list of APIs in `runtime_apis`: without a length.
Result<std::vector<RuntimeApi>, CodeError> decode_apis(BytesView section) {
    ENSURE(section.size() % kApiBytes == 0, CodeError::kBadVersion);
    std::vector<RuntimeApi> apis;
    for (; !section.empty(); section = section.subspan(kApiBytes)) {
        auto api = scale::decode<RuntimeApi>(section.first(kApiBytes));
        ENSURE(api.has_value(), CodeError::kBadVersion);
        apis.push_back(*api);
    }
    return apis;
}

}  // namespace

const char* to_string(CodeError error) noexcept {
    switch (error) {
        case CodeError::kBadCompression:
            return "the compressed code is damaged";
        case CodeError::kBomb:
            return "the code is larger than allowed once decompressed";
        case CodeError::kNotWasm:
            return "the code is neither wasm nor compressed wasm";
        case CodeError::kBadWasm:
            return "the wasm module is damaged";
        case CodeError::kBadVersion:
            return "the version that the wasm module carries cannot be decoded";
    }
    return "unknown";
}

bool is_compressed(BytesView code) noexcept { return begins_with(code, kCompressedPrefix); }

Result<BytesView, CodeError> decompressed(BytesView blob, Bytes& storage, size_t max_bytes) {
    if (!is_compressed(blob)) return blob;
    TRY_ASSIGN(storage, decompress(blob.subspan(kCompressedPrefix.size()), max_bytes));
    return BytesView(storage);
}

Result<BytesView, CodeError> wasm_of(BytesView code, Bytes& storage) {
    TRY_ASSIGN(code, decompressed(code, storage, kMaxWasmBytes));
    ENSURE(begins_with(code, kWasmPrefix), CodeError::kNotWasm);
    return code;
}

namespace {

Bytes compress(BytesView bytes, int level) {
    Bytes out(ZSTD_compressBound(bytes.size()));
    const size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), level);
    SERINUS_ASSERT(!ZSTD_isError(size));  // only without memory
    out.resize(size);
    return concat(kCompressedPrefix, out);
}

}  // namespace

Bytes compress_code(BytesView wasm) {
    constexpr int kLevel = 19;  // higher ones take much longer for a few bytes
    return compress(wasm, kLevel);
}

Bytes compress_quickly(BytesView bytes) {
    constexpr int kLevel = 3;
    return compress(bytes, kLevel);
}

Result<std::optional<EmbeddedVersion>, CodeError> find_embedded_version(BytesView wasm) {
    TRY_ASSIGN(const auto section, find_custom_section(wasm, "runtime_version"));
    if (!section) return std::optional<EmbeddedVersion>();
    TRY_ASSIGN(const auto api_section, find_custom_section(wasm, "runtime_apis"));

    // Observed: sc-executor 0.51.0: the list inside of the section is empty, but a runtime without the other section
    // may fill it.
    std::optional<std::vector<RuntimeApi>> apis;
    if (api_section) TRY_ASSIGN(apis, decode_apis(*api_section));
    auto version = decode_runtime_version(*section, std::move(apis));
    ENSURE(version.has_value(), CodeError::kBadVersion);
    return version;
}

}  // namespace serinus::executor
