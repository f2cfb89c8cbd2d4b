#include "chain/files/block_file.hpp"

#include "codec/scale.hpp"

namespace serinus::chain {

using primitives::SignedBlock;
using scale::DecodeFault;

std::string BlockFileError::to_string() const {
    return "block " + std::to_string(block) + " of the file (near byte " + std::to_string(offset) + "): " + reason;
}

struct BlockFileReader::Impl {
    using Next = Result<std::optional<SignedBlock>, BlockFileError>;

    BlockFormat format;
    bool ended = false;
    Bytes buffer;  ///< what was fed and not yet read begins at `at`
    size_t at = 0;
    size_t try_size = 0;  ///< decoding failed for want of bytes: not worth trying again with fewer
    uint64_t offset = 0;  ///< of `at` in the file
    uint64_t blocks = 0;
    std::optional<uint64_t> announced;
    BlockJsonReader json;

    BytesView rest() const noexcept { return BytesView(buffer).subspan(at); }
    void advance(size_t size) noexcept {
        at += size;
        offset += size;
    }
    BlockFileError error(std::string reason) const { return {blocks + 1, offset, std::move(reason)}; }

    Next next_json() {
        const std::string_view text = as_text(rest());
        std::string_view left = text;
        auto block = json.read(left);
        advance(text.size() - left.size());
        if (!block) return Err(error(std::move(block).error()));
        if (*block) {
            ++blocks;
        } else if (ended && json.inside_value()) {
            return Err(error("the file ends inside of it"));
        }
        return *std::move(block);
    }

    Next next_binary() {
        if (!announced) {
            if (rest().size() < sizeof(uint64_t)) {
                if (ended) return Err(error("the file ends before the number of its blocks (8 bytes)"));
                return std::optional<SignedBlock>();
            }
            announced = load_le<uint64_t>(rest().data());
            advance(sizeof(uint64_t));
        }
        if (blocks == *announced) {
            if (!rest().empty()) {
                return Err(error("it was not announced: the file says that it has " + std::to_string(*announced) +
                                 " blocks, and continues behind them"));
            }
            return std::optional<SignedBlock>();
        }
        if (!ended && rest().size() < try_size) return std::optional<SignedBlock>();
        if (ended && rest().empty()) {
            return Err(error("the file ends here, but it says that it has " + std::to_string(*announced) + " blocks"));
        }
        scale::Decoder in(rest());
        auto block = scale::decode_from<SignedBlock>(in);
        if (block) {
            advance(rest().size() - in.remaining());
            ++blocks;
            try_size = 0;
            return std::optional<SignedBlock>(*std::move(block));
        }
        const DecodeFault fault = block.error().fault;
        const bool short_of_bytes = fault == DecodeFault::kTruncated || fault == DecodeFault::kLengthTooLarge;
        if (!short_of_bytes || ended) return Err(error("cannot be decoded: " + to_string(block.error())));
        if (rest().size() > kMaxBlockBytes) return Err(error("larger than the 32 MiB allowed here"));
        try_size = 2 * rest().size();  // so that a block of n bytes costs O(n), however it comes
        return std::optional<SignedBlock>();
    }
};

BlockFileReader::BlockFileReader(BlockFormat format) : impl_(std::make_unique<Impl>()) { impl_->format = format; }
BlockFileReader::~BlockFileReader() = default;

void BlockFileReader::feed(BytesView piece) {
    SERINUS_ASSERT(!impl_->ended);
    if (impl_->at > 0) {
        impl_->buffer.erase(impl_->buffer.begin(), impl_->buffer.begin() + static_cast<ptrdiff_t>(impl_->at));
        impl_->at = 0;
    }
    append(impl_->buffer, piece);
}

void BlockFileReader::end() noexcept { impl_->ended = true; }

Result<std::optional<SignedBlock>, BlockFileError> BlockFileReader::next() {
    return impl_->format == BlockFormat::kJson ? impl_->next_json() : impl_->next_binary();
}

std::optional<uint64_t> BlockFileReader::announced() const noexcept { return impl_->announced; }
uint64_t BlockFileReader::blocks_read() const noexcept { return impl_->blocks; }
uint64_t BlockFileReader::bytes_read() const noexcept { return impl_->offset; }

Bytes block_file_start(BlockFormat format, uint64_t count) {
    return format == BlockFormat::kJson ? Bytes() : scale::encode(count);
}

Bytes encode_for_file(BlockFormat format, const SignedBlock& block) {
    if (format == BlockFormat::kBinary) return scale::encode(block);
    std::string line;
    append_block_json(line, block);
    line += '\n';
    return to_bytes(as_bytes(line));
}

}  // namespace serinus::chain
