"""How alleles mutate between parent and child: models, transforms, matrices."""

from wayhome.engines.kinship.mutation.model import Kind, Mutation, MutationModel, mutation_matrix
from wayhome.engines.kinship.mutation.transform import Transform, is_reversible, is_stationary

__all__ = [
    "Kind",
    "Mutation",
    "MutationModel",
    "Transform",
    "is_reversible",
    "is_stationary",
    "mutation_matrix",
]
