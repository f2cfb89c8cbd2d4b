/// The code of a runtime as it stands in the state: data that is read from it without executing it.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "executor/runtime_version.hpp"

namespace serinus::executor {

enum class CodeError : uint8_t {
    kBadCompression = 1,  ///< the zstd data is damaged
    kBomb,                ///< larger after decompression than is allowed: kMaxWasmBytes for runtimes
    kNotWasm,             ///< neither wasm nor compressed wasm
    kBadWasm,             ///< a section extends beyond the module
    kBadVersion,          ///< the section `runtime_version` or `runtime_apis` cannot be decoded
};

const char* to_string(CodeError error) noexcept;

/// The largest size of decompressed code. Observed: CODE_BLOB_BOMB_LIMIT of sp-maybe-compressed-blob 11.1.0
inline constexpr size_t kMaxWasmBytes = size_t{50} * 1024 * 1024;

/// Whether code in the state is compressed: eight bytes that no wasm module begins with, then zstd.
/// Spec: sect-loading-runtime-code
bool is_compressed(BytesView code) noexcept;

/// The content of a blob that may be compressed in this way: `blob` itself, or its decompressed bytes, which are kept
/// in `storage`. Errors: kBadCompression; kBomb, more than `max_bytes` after decompression.
Result<BytesView, CodeError> decompressed(BytesView blob, Bytes& storage, size_t max_bytes);

/// The Wasm module: `code` itself, or its decompressed bytes, which are kept in `storage`.
Result<BytesView, CodeError> wasm_of(BytesView code, Bytes& storage);

/// Compresses code, as chains store it: the inverse of wasm_of and of decompressed. Takes a second for two megabytes.
Bytes compress_code(BytesView wasm);
/// The same at a level that takes milliseconds: for what is sent once.
/// Observed: compress_weakly of sp-maybe-compressed-blob 11.1.0, level 3
Bytes compress_quickly(BytesView bytes);

using EmbeddedVersion = RuntimeVersion;

/// Reads the custom sections `runtime_version` (SCALE: RuntimeVersion with an empty list of APIs) and `runtime_apis` (8
/// bytes of identity and a u32 each), which runtimes carry since 2021. nullopt for older ones, which must be executed
/// to know their version. Spec: sect-runtime-version-custom-section
Result<std::optional<EmbeddedVersion>, CodeError> find_embedded_version(BytesView wasm);

}  // namespace serinus::executor
