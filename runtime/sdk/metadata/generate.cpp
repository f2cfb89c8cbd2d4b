#include "runtime/sdk/metadata/generate.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "metadata/merkle/merkleized.hpp"

namespace serinus::sdk::metadata::detail {
namespace {

[[noreturn]] void fail(const char* what, const char* path) {
    std::fprintf(stderr, "%s %s\n", what, path);
    std::exit(1);
}

std::string read(const char* path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) fail("cannot read", path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

GeneratorArguments read_arguments(int argc, char** argv) {
    const auto usage = [argv] {
        std::fprintf(stderr,
                     "usage: %s SOURCE_FACTS TYPE_NAMES [v14=FILE] [v15=FILE] [v16=FILE] [hash=FILE] [exports=FILE]\n",
                     argv[0]);
        std::exit(2);
    };
    constexpr int kFirstOutput = 3;
    if (argc < kFirstOutput) usage();
    GeneratorArguments out;
    out.source_facts = read(argv[1]);
    if (*argv[2] != '\0') out.type_names = read(argv[2]);
    for (int i = kFirstOutput; i < argc; ++i) {
        const std::string_view text(argv[i]);
        const std::string_view what = text.substr(0, text.find('='));
        constexpr std::string_view kKnown[] = {"v14", "v15", "v16", "hash", "exports"};
        if (what.size() == text.size() || std::ranges::find(kKnown, what) == std::end(kKnown)) usage();
        out.outputs.emplace(what, text.substr(what.size() + 1));
    }
    return out;
}

void write_output(const GeneratorArguments& arguments, std::string_view what, BytesView bytes) {
    const auto found = arguments.outputs.find(what);
    if (found == arguments.outputs.end()) return;
    const char* const path = found->second.c_str();
    if (std::ifstream(path).good() && read(path) == as_text(bytes)) return;
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) fail("cannot write", path);
}

Hash256 metadata_hash(BytesView metadata, const Token& token) {
    namespace host = serinus::metadata;
    const auto decoded = host::Metadata::decode(to_bytes(metadata));
    if (!decoded) fail("the metadata has no hash:", decoded.error().c_str());
    auto info = host::merkle::extra_info_of(**decoded, {std::string(token.symbol), token.decimals});
    if (!info) fail("the metadata has no hash:", info.error().c_str());
    const auto made = host::merkle::MerkleizedMetadata::of(**decoded, *std::move(info));
    if (!made) fail("the metadata has no hash:", made.error().c_str());
    return made->hash();
}

}  // namespace serinus::sdk::metadata::detail
