/// Files of blocks, as `export-blocks` writes and `import-blocks` reads them. No I/O here: bytes in, blocks out.
#pragma once

#include "chain/files/block_json.hpp"

namespace serinus::chain {

enum class BlockFormat : uint8_t {
    kJson,    ///< one JSON value a block (block_json.hpp); we write one a line
    kBinary,  ///< the number of blocks as u64, then SCALE: SignedBlock of each
};

struct BlockFileError {
    uint64_t block = 0;   ///< which one of the file, from 1
    uint64_t offset = 0;  ///< about where, in bytes from the start of the file
    std::string reason;

    /// "block 3 of the file (near byte 1204): …"
    std::string to_string() const;
};

/// A bound of ours on one block; those of Kusama have at most 10 MiB.
inline constexpr size_t kMaxBlockBytes = size_t{32} << 20;

/// Reads a file of blocks piece by piece: memory is that of one block and one piece, whatever the file says.
///
///     for (;;) {
///         TRY_ASSIGN(auto block, reader.next());
///         if (block) use(*block);
///         else if (at_end) break;
///         else at_end = !feed_more(reader);      // feed(), or end() if there is no more
///     }
///
/// Observed: polkadot 1.25.1: the binary form of the polkadot node counts in u64 and ends after that many blocks; a
/// file that continues is refused here.
class BlockFileReader {
  public:
    explicit BlockFileReader(BlockFormat format);
    ~BlockFileReader();

    void feed(BytesView piece);
    /// Nothing will follow.
    void end() noexcept;

    /// The next block. nullopt: more is to be fed, or, after end(), there are no more blocks. After an error the reader
    /// is of no use.
    Result<std::optional<primitives::SignedBlock>, BlockFileError> next();

    /// How many blocks the file says that it has, once that is read; nullopt for JSON.
    std::optional<uint64_t> announced() const noexcept;
    uint64_t blocks_read() const noexcept;
    uint64_t bytes_read() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// What stands before the first of `count` blocks: nothing in JSON.
Bytes block_file_start(BlockFormat format, uint64_t count);

/// One block, in JSON with a line feed.
Bytes encode_for_file(BlockFormat format, const primitives::SignedBlock& block);

}  // namespace serinus::chain
