/// The erasure code of the availability protocol: a payload in as many chunks as there are validators, of which any
/// third rebuilds it.
/// Spec: defn-erasure-encoder-decoder. Observed: polkadot-erasure-coding 28.0.0 and reed-solomon-novelpoly 2.0.0.
///
/// A payload is cut into stripes of k symbols of 16 bits, big-endian, the last one filled up with zeros. A stripe is
/// the values of one polynomial of a degree below k at the points 0 to k - 1; chunk i holds, stripe by stripe, its
/// value at the point i. So the first k chunks are the payload itself: the systematic ones.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "erasure/kernels.hpp"

namespace serinus::erasure {

inline constexpr size_t kMinValidators = 2;
inline constexpr size_t kMaxValidators = kFieldSize;

/// Why bytes or numbers from outside are refused.
enum class CodeError : uint8_t {
    kTooFewValidators = 1,  ///< below kMinValidators
    kTooManyValidators,     ///< above kMaxValidators
    kEmptyPayload,
    kTooFewChunks,            ///< fewer than k
    kEmptyChunk,              ///< a chunk without bytes
    kUnevenChunk,             ///< a chunk with an odd number of bytes
    kChunksOfDifferentSizes,  ///< all chunks of a payload are equally long
    kIndexOutOfRange,         ///< a chunk of a validator that there is not
    kIndexTwice,              ///< two chunks with one index
};

const char* to_string(CodeError error) noexcept;

/// A chunk as it came in.
struct ReceivedChunk {
    uint32_t index = 0;
    BytesView bytes;
};

/// The chunks of a payload, all of one size.
class Chunks {
  public:
    size_t size() const noexcept { return count_; }  ///< how many
    size_t chunk_size() const noexcept { return chunk_size_; }
    BytesView operator[](size_t index) const noexcept { return {bytes_.get() + index * chunk_size_, chunk_size_}; }

  private:
    friend class Code;
    void resize(size_t count, size_t chunk_size);

    std::unique_ptr<uint8_t[]> bytes_;
    size_t capacity_ = 0;
    size_t count_ = 0;
    size_t chunk_size_ = 0;
};

/// The number of chunks that the protocol asks for to rebuild: a third of the validators, rounded up to more than a
/// third. The code itself needs `Code::k`, which is never more. Errors: those of numbers of validators.
Result<size_t, CodeError> recovery_threshold(size_t validators) noexcept;

/// k: the number of chunks that hold the payload itself, and of chunks that suffice to rebuild it.
Result<size_t, CodeError> systematic_threshold(size_t validators) noexcept;

/// The code for a number of validators. Made once a session: it holds the factors of its transforms, 64 n bytes.
/// Immutable; any number of threads may use it at once.
class Code {
  public:
    /// `kernels`: what rows are computed with; the results do not depend on them.
    static Result<Code, CodeError> for_validators(size_t validators, const Kernels& kernels = best_kernels());

    size_t validators() const noexcept { return validators_; }
    /// The least power of two that is not below the number of validators: chunks of the whole code, most of them handed
    /// out.
    size_t n() const noexcept { return n_; }
    /// The greatest power of two that is not above the recovery threshold.
    size_t k() const noexcept { return k_; }
    /// Bytes of each chunk of a payload: even.
    size_t chunk_size(size_t payload_size) const noexcept;

    /// Time O(chunk size · n · log k). Memory: the chunks, and 512 · k bytes.
    /// Errors: kEmptyPayload.
    Result<Chunks, CodeError> encode(BytesView payload) const;
    /// The same into chunks whose memory is used again.
    Result<void, CodeError> encode(BytesView payload, Chunks& out) const;

    /// The payload, followed by zeros up to whole stripes: where it ends is for its own encoding to say.
    /// Chunks may come in any order; the k with the lowest indices are used, the others are only looked at. Whether the
    /// chunks are those of one payload cannot be told from k of them: compare the root of what is rebuilt
    /// (`check_payload`). Time O(chunk size · n · log n). Memory: the payload, and 256 · n bytes. Errors: kTooFewChunks
    /// and those of chunks.
    Result<Bytes, CodeError> rebuild(std::span<const ReceivedChunk> chunks) const;

  private:
    friend class Transform;
    Code(size_t validators, size_t n, size_t k, const Kernels& kernels);
    Result<std::vector<ReceivedChunk>, CodeError> choose(std::span<const ReceivedChunk> chunks) const;
    Bytes rebuild_systematic(std::span<const ReceivedChunk> chunks) const;

    size_t validators_;
    size_t n_;
    size_t k_;
    const Kernels* kernels_;
    std::vector<Factor> factors_;
};

}  // namespace serinus::erasure
