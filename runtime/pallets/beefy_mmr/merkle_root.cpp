#include "runtime/pallets/beefy_mmr/merkle_root.hpp"

#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_beefy_mmr {

Hash256 merkle_root(const std::vector<Bytes>& elements) {
    std::vector<Hash256> row;
    row.reserve(elements.size());
    for (const Bytes& element : elements) row.push_back(sdk::host::keccak_256(element));
    if (row.empty()) return {};
    while (row.size() > 1) {
        size_t size = 0;
        for (size_t i = 0; i + 1 < row.size(); i += 2) {
            row[size++] = sdk::host::keccak_256(concat(row[i].bytes, row[i + 1].bytes));
        }
        if (row.size() % 2 == 1) row[size++] = row.back();
        row.resize(size);
    }
    return row[0];
}

}  // namespace serinus::pallet_beefy_mmr
