#include "chain/import/import_outcome.hpp"

#include "base/hex.hpp"

namespace serinus::chain {

std::string ImportOutcome::to_string() const {
    const std::string name = "block " + std::to_string(block.number) + " (" + to_hex_prefixed(block.hash.bytes) + ")";
    switch (kind) {
        case Kind::kImported:
            return name + " is imported";
        case Kind::kKnown:
            return name + " is known";
        case Kind::kRefused:
            return name + " is refused: " + text_of(refusal);
    }
    return name;
}

}  // namespace serinus::chain
