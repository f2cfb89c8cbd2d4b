#include "erasure/code.hpp"

#include <algorithm>
#include <bit>

#include "erasure/transform.hpp"

namespace serinus::erasure {
namespace {

/// Stripes that are computed with at a time: for 1,000 validators, k rows of them and the k rows that they become have
/// 128 KiB, which stay in the second cache.
constexpr size_t kEncodeStripes = 128;
static_assert(kEncodeStripes % kGroupStripes == 0);

size_t round_up(size_t value, size_t multiple) noexcept { return (value + multiple - 1) / multiple * multiple; }

/// Writes a row to its place in a chunk, of which only `size` bytes are left.
void write_row(const Kernels& kernels, uint8_t* chunk, size_t size, const uint8_t* row) noexcept {
    const size_t whole = size / kGroupSize * kGroupSize;
    kernels.row_to_chunk(chunk, row, whole);
    if (whole == size) return;
    uint8_t group[kGroupSize];
    kernels.row_to_chunk(group, row + whole, kGroupSize);
    std::memcpy(chunk + whole, group, size - whole);
}

}  // namespace

const char* to_string(CodeError error) noexcept {
    switch (error) {
        case CodeError::kTooFewValidators:
            return "too few validators";
        case CodeError::kTooManyValidators:
            return "too many validators";
        case CodeError::kEmptyPayload:
            return "empty payload";
        case CodeError::kTooFewChunks:
            return "too few chunks";
        case CodeError::kEmptyChunk:
            return "empty chunk";
        case CodeError::kUnevenChunk:
            return "chunk with an odd number of bytes";
        case CodeError::kChunksOfDifferentSizes:
            return "chunks of different sizes";
        case CodeError::kIndexOutOfRange:
            return "chunk index out of range";
        case CodeError::kIndexTwice:
            return "chunk index twice";
    }
    return "unknown";
}

void Chunks::resize(size_t count, size_t chunk_size) {
    const size_t size = count * chunk_size;
    if (size > capacity_) {
        bytes_.reset();  // first, so that not both are held
        bytes_ = std::make_unique_for_overwrite<uint8_t[]>(size);
        capacity_ = size;
    }
    count_ = count;
    chunk_size_ = chunk_size;
}

Result<size_t, CodeError> recovery_threshold(size_t validators) noexcept {
    ENSURE(validators >= kMinValidators, CodeError::kTooFewValidators);
    ENSURE(validators <= kMaxValidators, CodeError::kTooManyValidators);
    return (validators - 1) / 3 + 1;
}

Result<size_t, CodeError> systematic_threshold(size_t validators) noexcept {
    return std::bit_floor(TRY(recovery_threshold(validators)));
}

Code::Code(size_t validators, size_t n, size_t k, const Kernels& kernels)
    : validators_(validators), n_(n), k_(k), kernels_(&kernels), factors_(transform_factors(n)) {}

Result<Code, CodeError> Code::for_validators(size_t validators, const Kernels& kernels) {
    TRY_ASSIGN(const size_t k, systematic_threshold(validators));
    return Code(validators, std::bit_ceil(validators), k, kernels);
}

size_t Code::chunk_size(size_t payload_size) const noexcept {
    const size_t stripe_size = 2 * k_;
    return (payload_size / stripe_size + (payload_size % stripe_size != 0 ? 1 : 0)) * 2;
}

Result<Chunks, CodeError> Code::encode(BytesView payload) const {
    Chunks out;
    TRY(encode(payload, out));
    return out;
}

Result<void, CodeError> Code::encode(BytesView payload, Chunks& out) const {
    ENSURE(!payload.empty(), CodeError::kEmptyPayload);
    const size_t chunk_bytes = chunk_size(payload.size());
    out.resize(validators_, chunk_bytes);

    const size_t row_size = std::min(2 * kEncodeStripes, round_up(chunk_bytes, kGroupSize));
    const size_t block_size = row_size * k_;  // of the payload, and of k rows
    const auto coefficients = std::make_unique_for_overwrite<uint8_t[]>(block_size);
    const auto values = std::make_unique_for_overwrite<uint8_t[]>(block_size);
    const Transform transform(*kernels_, factors_, row_size);

    for (size_t offset = 0; offset < chunk_bytes; offset += row_size) {
        const size_t size = std::min(row_size, chunk_bytes - offset);
        const auto write = [&](size_t index, const uint8_t* row) {
            write_row(*kernels_, out.bytes_.get() + index * chunk_bytes + offset, size, row);
        };
        const BytesView block = payload.subspan(offset * k_, std::min(block_size, payload.size() - offset * k_));
        const uint8_t* stripes = block.data();
        if (block.size() < block_size) {
            std::memcpy(values.get(), block.data(), block.size());
            std::memset(values.get() + block.size(), 0, block_size - block.size());
            stripes = values.get();
        }
        kernels_->stripes_to_rows(coefficients.get(), stripes, k_, row_size);
        for (size_t i = 0; i < k_; ++i) write(i, coefficients.get() + i * row_size);

        transform.inverse(coefficients.get(), k_, 0);
        for (size_t first = k_; first < validators_; first += k_) {
            const size_t wanted = std::min(k_, validators_ - first);
            std::memcpy(values.get(), coefficients.get(), block_size);
            transform.forward(values.get(), k_, first, wanted);
            for (size_t i = 0; i < wanted; ++i) write(first + i, values.get() + i * row_size);
        }
    }
    return {};
}

}  // namespace serinus::erasure
