#include <algorithm>

#include "erasure/code.hpp"
#include "erasure/locator.hpp"
#include "erasure/transform.hpp"

namespace serinus::erasure {
namespace {

/// As for encoding, but here n rows are computed with: for 1,000 validators they have 128 KiB.
constexpr size_t kRebuildStripes = 64;
static_assert(kRebuildStripes % kGroupStripes == 0);

/// Reads what is left of a chunk into a row, whose rest becomes zero.
void read_row(const Kernels& kernels, uint8_t* row, size_t row_size, BytesView chunk) noexcept {
    const size_t whole = std::min(row_size, chunk.size() / kGroupSize * kGroupSize);
    kernels.chunk_to_row(row, chunk.data(), whole);
    if (whole == row_size) return;
    uint8_t group[kGroupSize] = {};
    std::memcpy(group, chunk.data() + whole, std::min(kGroupSize, chunk.size() - whole));
    kernels.chunk_to_row(row + whole, group, kGroupSize);
    std::memset(row + whole + kGroupSize, 0, row_size - whole - kGroupSize);
}

/// Stripes of a whole payload, written block by block; the last block may have fewer than were computed.
class PayloadWriter {
  public:
    PayloadWriter(const Kernels& kernels, size_t k, size_t row_size, size_t chunk_size)
        : kernels_(kernels), k_(k), row_size_(row_size), chunk_size_(chunk_size), payload_(k * chunk_size) {}

    void write(const uint8_t* rows, size_t offset) {
        const size_t size = std::min(row_size_, chunk_size_ - offset);
        if (size == row_size_) return kernels_.rows_to_stripes(payload_.data() + offset * k_, rows, k_, row_size_);
        Bytes stripes(row_size_ * k_);
        kernels_.rows_to_stripes(stripes.data(), rows, k_, row_size_);
        std::memcpy(payload_.data() + offset * k_, stripes.data(), size * k_);
    }

    Bytes finish() { return std::move(payload_); }

  private:
    const Kernels& kernels_;
    size_t k_;
    size_t row_size_;
    size_t chunk_size_;
    Bytes payload_;
};

size_t row_size_for(size_t chunk_size) noexcept {
    return std::min(2 * kRebuildStripes, (chunk_size + kGroupSize - 1) / kGroupSize * kGroupSize);
}

/// A row that is multiplied by a constant.
struct Scaled {
    uint32_t index;
    Factor factor;
};

}  // namespace

/// The k chunks with the lowest indices, in their order.
Result<std::vector<ReceivedChunk>, CodeError> Code::choose(std::span<const ReceivedChunk> chunks) const {
    ENSURE(chunks.size() >= k_, CodeError::kTooFewChunks);
    std::vector<ReceivedChunk> sorted(chunks.begin(), chunks.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const ReceivedChunk& a, const ReceivedChunk& b) { return a.index < b.index; });
    for (size_t i = 0; i < sorted.size(); ++i) {
        const ReceivedChunk& chunk = sorted[i];
        ENSURE(chunk.index < validators_, CodeError::kIndexOutOfRange);
        ENSURE(i == 0 || chunk.index != sorted[i - 1].index, CodeError::kIndexTwice);
        ENSURE(!chunk.bytes.empty(), CodeError::kEmptyChunk);
        ENSURE(chunk.bytes.size() % 2 == 0, CodeError::kUnevenChunk);
        ENSURE(chunk.bytes.size() == sorted[0].bytes.size(), CodeError::kChunksOfDifferentSizes);
    }
    sorted.resize(k_);
    return sorted;
}

/// `chunks`: the systematic ones, in their order.
Bytes Code::rebuild_systematic(std::span<const ReceivedChunk> chunks) const {
    const size_t chunk_bytes = chunks[0].bytes.size();
    const size_t row_size = row_size_for(chunk_bytes);
    const auto rows = std::make_unique_for_overwrite<uint8_t[]>(k_ * row_size);
    PayloadWriter payload(*kernels_, k_, row_size, chunk_bytes);
    for (size_t offset = 0; offset < chunk_bytes; offset += row_size) {
        for (const ReceivedChunk& chunk : chunks) {
            read_row(*kernels_, rows.get() + chunk.index * row_size, row_size, chunk.bytes.subspan(offset));
        }
        payload.write(rows.get(), offset);
    }
    return payload.finish();
}

/// The values that are known, times the locator, are those of a polynomial whose derivative at a missing point is the
/// value there times the locator's derivative.
Result<Bytes, CodeError> Code::rebuild(std::span<const ReceivedChunk> chunks) const {
    TRY_ASSIGN(const std::vector<ReceivedChunk> chosen, choose(chunks));
    if (chosen.back().index < k_) return rebuild_systematic(chosen);

    std::vector<bool> is_missing(n_, true);
    std::vector<bool> is_block_used(n_ / k_, false);
    for (const ReceivedChunk& chunk : chosen) {
        is_missing[chunk.index] = false;
        is_block_used[chunk.index / k_] = true;
    }
    const Field& field = Field::get();
    const std::vector<uint32_t> logs = locator_logs(is_missing);
    std::vector<Factor> known;
    for (const ReceivedChunk& chunk : chosen) known.push_back(field.factor_of_log(logs[chunk.index]));
    std::vector<Scaled> wanted;
    for (uint32_t i = 0; i < k_; ++i) {
        if (is_missing[i]) wanted.push_back({i, field.factor_of_log(kGroupOrder - logs[i])});
    }

    const size_t chunk_bytes = chosen[0].bytes.size();
    const size_t row_size = row_size_for(chunk_bytes);
    const auto rows = std::make_unique_for_overwrite<uint8_t[]>(n_ * row_size);
    const Transform transform(*kernels_, factors_, row_size);
    PayloadWriter payload(*kernels_, k_, row_size, chunk_bytes);
    for (size_t offset = 0; offset < chunk_bytes; offset += row_size) {
        std::memset(rows.get(), 0, n_ * row_size);
        for (size_t i = 0; i < k_; ++i) {
            uint8_t* row = rows.get() + chosen[i].index * row_size;
            read_row(*kernels_, row, row_size, chosen[i].bytes.subspan(offset));
            kernels_->multiply(row, row_size, known[i]);
        }
        transform.inverse_for_derivative(rows.get(), n_, k_, is_block_used);
        transform.derive(rows.get(), n_, k_);
        transform.forward(rows.get(), k_, 0, k_);
        for (const Scaled& row : wanted) kernels_->multiply(rows.get() + row.index * row_size, row_size, row.factor);
        for (const ReceivedChunk& chunk : chosen) {
            if (chunk.index >= k_) break;
            read_row(*kernels_, rows.get() + chunk.index * row_size, row_size, chunk.bytes.subspan(offset));
        }
        payload.write(rows.get(), offset);
    }
    return payload.finish();
}

}  // namespace serinus::erasure
