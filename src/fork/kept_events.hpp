/// What is kept of a fork, so that it can continue after its process ended: everything that happened to it, in order.
#pragma once

#include <functional>
#include <variant>

#include "codec/map.hpp"
#include "codec/scale.hpp"
#include "codec/variant.hpp"
#include "primitives/block.hpp"
#include "state/changes.hpp"

namespace serinus::fork {

/// The first event, and no other.
struct KeptBeginning {
    Hash256 genesis_hash;
    Hash256 base;  ///< the block where the fork begins
    std::string name;
    state::ChangeSet overrides;  ///< what is different in its state
};

struct KeptBlock {
    primitives::Header header;
    primitives::Body body;
    state::StateChanges changes;  ///< of its parent's state
    uint64_t sequence = 0;        ///< ForkedStates::sequence_of
    bool is_best = false;         ///< it became the best block
};

/// Of the state of a block that is there.
struct KeptAmendment {
    Hash256 block;
    state::StateChanges changes;
    uint64_t sequence = 0;
};

struct KeptFinality {
    Hash256 block;  ///< with those before it
    Hash256 best;   ///< from then on
};

/// Another block became the best one.
struct KeptHead {
    Hash256 best;
};

using KeptEvent = std::variant<KeptBeginning, KeptBlock, KeptAmendment, KeptFinality, KeptHead>;

/// A file of events: "serinus blocks 1", the number of its bytes that count (u64), and a record for each event: the
/// size of its encoding (u32), a checksum, the encoding. Integers are little-endian. The checksum is the BLAKE2b-128 of
/// the one before it (zeros before the first) and the encoding, so that records cannot be damaged, moved or left out. A
/// record counts once the number of bytes says so, which is written after it: what stands behind is of a write that was
/// interrupted.
namespace kept {

inline constexpr std::string_view kMagic = "serinus blocks 1";
inline constexpr size_t kHeaderBytes = 16 + 8;
inline constexpr size_t kMaxEventBytes = size_t{256} << 20;  ///< ours
using Checksum = ByteArray<16>;
inline constexpr size_t kRecordHeaderBytes = 4 + sizeof(Checksum);

Bytes header(uint64_t size_bytes);
/// `checksum`: of the record before; becomes that of this one. nullopt: it would be over kMaxEventBytes.
std::optional<Bytes> record(const KeptEvent& event, Checksum& checksum);

/// Takes a file in pieces, and gives its events on. Memory: one record.
class Reader {
  public:
    /// Errors end the reading; they are sentences.
    using Take = std::function<Result<void, std::string>(KeptEvent event)>;
    explicit Reader(Take take) : take_(std::move(take)) {}

    /// False: it is over.
    bool feed(BytesView piece);
    /// After the last piece. Errors, sentences: it is no such file, is cut off, damaged, or of what take() says.
    Result<void, std::string> finish();

    /// Of the file up to the last event that was taken, and the checksum of that.
    uint64_t good_bytes() const noexcept { return good_bytes_; }
    const Checksum& checksum() const noexcept { return checksum_; }

  private:
    bool fail(std::string reason);
    bool take_records();

    Take take_;
    std::string error_;
    Bytes buffer_;
    uint64_t counting_bytes_ = 0;  ///< as its header says
    uint64_t good_bytes_ = 0;
    Checksum checksum_{};
};

}  // namespace kept

}  // namespace serinus::fork
