// Writes blocks on the genesis of a development chain to the standard output, as import-blocks --binary reads them.
#include <cstdio>
#include <cstdlib>

#include "chain/files/block_file.hpp"
#include "tests/author/author.hpp"

int main(int argc, char** argv) {
    using namespace serinus;
    if (argc < 3) {
        std::fprintf(stderr, "serinus_author SPEC BLOCKS [TRANSFERS PER BLOCK]\n");
        return 2;
    }
    test::Author author(argv[1]);
    const auto blocks = static_cast<uint64_t>(std::atoll(argv[2]));
    const int transfers = argc > 3 ? std::atoi(argv[3]) : 0;
    const auto write = [](const Bytes& bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stdout); };
    write(chain::block_file_start(chain::BlockFormat::kBinary, blocks));
    for (uint64_t i = 0; i < blocks; ++i) {
        test::Wish wish;
        for (int t = 0; t < transfers; ++t) {
            ByteArray<32> to{};
            store_le(to.data(), i * static_cast<uint64_t>(transfers) + static_cast<uint64_t>(t) + 1);
            wish.extrinsics.push_back(author.transfer(to, 1'000'000'000'000));
        }
        write(chain::encode_for_file(chain::BlockFormat::kBinary, author.build(wish)));
    }
    return 0;
}
