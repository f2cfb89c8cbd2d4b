// Files of blocks: any bytes are read or refused, in whatever pieces they come, and what was read survives being
// written. The first byte chooses the format and the pieces.
#include "chain/files/block_file.hpp"

#include "base/assert.hpp"

namespace {

using namespace serinus;
using chain::BlockFormat;
using primitives::SignedBlock;

struct Content {
    std::vector<SignedBlock> blocks;
    bool good = false;
};

Content read_all(BlockFormat format, BytesView file, size_t piece) {
    chain::BlockFileReader reader(format);
    Content out;
    bool ended = false;
    for (;;) {
        auto block = reader.next();
        if (!block) {
            SERINUS_ASSERT(!block.error().reason.empty());
            return out;
        }
        if (*block) {
            out.blocks.push_back(**std::move(block));
            SERINUS_ASSERT(reader.blocks_read() == out.blocks.size());
        } else if (ended) {
            out.good = true;
            return out;
        } else if (file.empty()) {
            reader.end();
            ended = true;
        } else {
            const size_t size = std::min(piece, file.size());
            reader.feed(file.first(size));
            file = file.subspan(size);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const BlockFormat format = (data[0] & 1) != 0 ? BlockFormat::kBinary : BlockFormat::kJson;
    const BytesView file(data + 1, size - 1);
    const Content whole = read_all(format, file, file.size() + 1);
    const Content in_pieces = read_all(format, file, 1 + data[0] / 2);
    SERINUS_ASSERT(whole.good == in_pieces.good);
    SERINUS_ASSERT(whole.blocks == in_pieces.blocks);

    for (const BlockFormat other : {BlockFormat::kJson, BlockFormat::kBinary}) {
        Bytes written = chain::block_file_start(other, whole.blocks.size());
        for (const auto& block : whole.blocks) append(written, chain::encode_for_file(other, block));
        const Content again = read_all(other, written, 100);
        SERINUS_ASSERT(again.good && again.blocks == whole.blocks);
    }
    return 0;
}
