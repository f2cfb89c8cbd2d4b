// Writes what follows from the declarations of Kusama's runtime: its metadata, and the functions of its module:
//   kusama_metadata_gen SOURCE_FACTS TYPE_NAMES OUTPUT_V14 OUTPUT_V15 [OUTPUT_EXPORTS]
#include <cstdio>
#include <fstream>
#include <iterator>

#include "runtime/kusama/api.hpp"
#include "runtime/kusama/origins.hpp"
#include "runtime/sdk/metadata/runtime.hpp"

namespace serinus::kusama {
namespace {

using sdk::metadata::Description;

template <class Api, class... M>
void append_exports(std::string& out, sdk::List<M...>) {
    ((out.append("SERINUS_EXPORT_METHOD(")
          .append(reflect::kLeafName<Api>)
          .append(", ")
          .append(reflect::kLeafName<M>)
          .append(")\n")),
     ...);
}

template <class... Api>
std::string exports_source(sdk::List<Api...>) {
    std::string out = "#include \"runtime/kusama/api.hpp\"\n\nnamespace serinus::kusama {\n\n";
    (append_exports<Api>(out, typename Api::Methods{}), ...);
    return out + "\n}  // namespace serinus::kusama\n";
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
    if (argc != 5 && argc != 6) {
        std::fprintf(stderr,
                     "usage: kusama_metadata_gen SOURCE_FACTS TYPE_NAMES OUTPUT_V14 OUTPUT_V15 [OUTPUT_EXPORTS]\n");
        return 2;
    }
    const auto facts = sdk::metadata::SourceFacts::parse(read(argv[1]));
    Description description(facts, "staging_kusama_runtime");
    description.add_pallets(AllPallets{});
    description.set_origins<staging_kusama_runtime::OriginCaller>();
    description.set_extrinsic<Extrinsic, sdk::LookupSource, sdk::MultiSignature>(Extensions::Types{});
    description.add_apis(RuntimeApis{});
    description.finish(sdk::metadata::TypeNames::parse(read(argv[2])));
    write(argv[3], scale::encode(description.v14()));
    write(argv[4], scale::encode(description.v15()));
    if (argc == 6) write(argv[5], as_bytes(exports_source(RuntimeApis{})));
}
