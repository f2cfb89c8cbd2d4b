// Writes the metadata of Kusama's runtime:
//   kusama_metadata_gen SOURCE_FACTS TYPE_NAMES OUTPUT_V14 OUTPUT_V15
#include <cstdio>
#include <fstream>
#include <iterator>

#include "kusama_pallets_with_metadata.hpp"
#include "runtime/kusama/api.hpp"
#include "runtime/kusama/origins.hpp"
#include "runtime/sdk/metadata/runtime.hpp"

namespace serinus::kusama {
namespace {

using sdk::metadata::Description;

template <class P>
void add_pallet(Description& description) {
    if constexpr (kHasMetadata<P>) description.add_pallets(sdk::List<P>{});
}

template <class... P>
void add_pallets(Description& description, sdk::List<P...>) {
    (add_pallet<P>(description), ...);
}

std::string read(const char* path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::fprintf(stderr, "cannot read %s\n", path);
        std::exit(1);
    }
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What stays the same is left alone, so that nothing is built again for it.
void write(const char* path, BytesView bytes) {
    if (std::ifstream(path).good() && read(path) == as_text(bytes)) return;
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) {
        std::fprintf(stderr, "cannot write %s\n", path);
        std::exit(1);
    }
}

}  // namespace
}  // namespace serinus::kusama

int main(int argc, char** argv) {
    using namespace serinus;
    using namespace serinus::kusama;
    if (argc != 5) {
        std::fprintf(stderr, "usage: kusama_metadata_gen SOURCE_FACTS TYPE_NAMES OUTPUT_V14 OUTPUT_V15\n");
        return 2;
    }
    const auto facts = sdk::metadata::SourceFacts::parse(read(argv[1]));
    Description description(facts, "staging_kusama_runtime");
    add_pallets(description, AllPallets{});
    description.set_origins<staging_kusama_runtime::OriginCaller>();
    description.set_extrinsic<Extrinsic, sdk::LookupSource, sdk::MultiSignature>(Extensions::Types{});
    description.add_apis(RuntimeApis{});
    description.finish(sdk::metadata::TypeNames::parse(read(argv[2])));
    write(argv[3], scale::encode(description.v14()));
    write(argv[4], scale::encode(description.v15()));
}
