/// The first block of Kusama as files that import-blocks reads.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "primitives/block.hpp"
#include "tests/cli/program.hpp"

namespace serinus::test {

/// Kusama's first blocks, from the shared data.
struct KusamaStart {
    std::string spec;  ///< path of the chain specification
    primitives::SignedBlock block_1;
    std::string genesis_hash;
    std::string hash_1;
    std::string state_root_1;

    /// nullopt without the shared data.
    static std::optional<KusamaStart> load();
};

/// The bytes of a file with these blocks, written here and not by the program's own code.
std::string binary_file(const std::vector<primitives::SignedBlock>& blocks);
/// One JSON value after the other, without white space between them.
std::string json_file(const std::vector<primitives::SignedBlock>& blocks);

}  // namespace serinus::test
