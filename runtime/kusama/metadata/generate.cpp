// Writes what follows from the declarations of Kusama's runtime: its metadata, and the functions of its module.
#include "runtime/sdk/metadata/generate.hpp"
#include "runtime/kusama/api.hpp"

int main(int argc, char** argv) {
    using namespace serinus;
    return sdk::metadata::generate<kusama::Runtime, kusama::RuntimeApis>(
        {.crate = "staging_kusama_runtime", .name_space = "serinus::kusama", .header = "runtime/kusama/api.hpp"}, argc,
        argv);
}
