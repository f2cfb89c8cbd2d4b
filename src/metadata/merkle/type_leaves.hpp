/// The types that transactions are decoded by, each by itself, as devices that sign get them: the leaves of a tree.
/// Spec: RFC-78
#pragma once

#include "metadata/metadata.hpp"

namespace serinus::metadata::merkle {

/// All types that the parts of a signed extrinsic can lead to, with the references between them that RFC-78 defines. An
/// enum has a leaf for each of its cases. Ours: at most kMaxBytes in all leaves.
class TypeLeaves {
  public:
    static constexpr size_t kMaxBytes = size_t{64} << 20;

    /// From metadata that says what signed extrinsics of format 4 consist of. The error is a sentence: the metadata
    /// contradicts itself, or has what RFC-78 cannot express.
    static Result<TypeLeaves, std::string> of(const Metadata& metadata);

    /// Encoded, in the order of the tree: by the ids of their types, then by the indices of cases.
    const std::vector<Bytes>& leaves() const noexcept { return leaves_; }
    /// The encoded ExtrinsicMetadata: the types of the parts of an extrinsic.
    const Bytes& extrinsic() const noexcept { return extrinsic_; }

    /// The leaf of a type, or of a case of an enum. nullopt: a type that needs none, as integers and what takes no
    /// bytes; or an enum has no such case.
    std::optional<size_t> find(uint32_t type, std::optional<uint8_t> case_index = std::nullopt) const;

  private:
    friend class LeafWriter;

    struct Place {
        size_t first = 0;
        std::vector<uint8_t> cases;  ///< the indices of the cases of an enum, ascending
    };

    std::vector<Bytes> leaves_;
    Bytes extrinsic_;
    std::map<uint32_t, Place> places_;  ///< by the id that the type has in the metadata
};

}  // namespace serinus::metadata::merkle
