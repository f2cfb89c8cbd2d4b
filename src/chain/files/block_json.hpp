/// Signed blocks as JSON, in the form that the official node exports.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "primitives/block.hpp"

namespace serinus::chain {

/// Appends one line without its end:
///
///     {"block":{"header":{"parentHash":"0x…","number":"0x1","stateRoot":"0x…","extrinsicsRoot":"0x…",
///      "digest":{"logs":["0x…"]}},"extrinsics":["0x…"]},"justifications":[[[70,82,78,75],[1,2]]]}
///
/// Digest items are SCALE, extrinsics have their length before them, the bytes of a justification are numbers; without
/// justifications the value is null.
/// Observed: polkadot 1.25.1: the JSON of export-blocks of the polkadot node, which is that of chain_getBlock.
void append_block_json(std::string& out, const primitives::SignedBlock& block);

/// Reads values of this form one after the other, whatever white space is between them, or none.
class BlockJsonReader {
  public:
    BlockJsonReader();
    ~BlockJsonReader();

    /// Reads from `text` to the end of a value, and takes what it read off its front. nullopt: it needs more text. The
    /// error says what is wrong with the text or with the value; afterwards the reader is of no use.
    Result<std::optional<primitives::SignedBlock>, std::string> read(std::string_view& text);

    /// Whether a value has begun and not ended.
    bool inside_value() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Bounds of ours: no block comes near them.
inline constexpr size_t kMaxBlockJsonBytes = size_t{32} << 20;

}  // namespace serinus::chain
