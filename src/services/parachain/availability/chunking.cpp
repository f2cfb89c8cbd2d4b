#include "services/parachain/availability/chunking.hpp"

namespace serinus::services::paras {

std::optional<std::vector<parachain::ErasureChunk>> make_chunks(const Session& session, parachain::CoreIndex core,
                                                                const parachain::AvailableData& data,
                                                                const Hash256& erasure_root) {
    if (!session.code) return std::nullopt;
    const auto chunks = session.code->encode(scale::encode(data));
    if (!chunks) return std::nullopt;
    const erasure::Branches branches(*chunks);
    if (branches.root() != erasure_root) return std::nullopt;
    std::vector<parachain::ErasureChunk> out;
    out.reserve(session.code->validators());
    for (uint32_t validator = 0; validator < session.code->validators(); ++validator) {
        const uint32_t index = erasure::chunk_of_validator(*session.code, session.mapping(), core._0, validator);
        out.push_back({.chunk = to_bytes((*chunks)[index]), .index = index, .proof = branches.branch(index)});
    }
    return out;
}

}  // namespace serinus::services::paras
